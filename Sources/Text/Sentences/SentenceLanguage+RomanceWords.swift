extension SentenceLanguage {
    static let french = Words(
        neverLast: """
            M MM Mr Mme Mmes Mlle Mlles Dr Drs Pr Prof Mgr Ste p.ex P.ex c.-à-d C.-à-d cf Cf càd \
            env
            """,
        seldomLast: """
            etc ex av apr ap J.-C St Sts boul bd Bd janv févr avr juil sept oct nov déc tél éd \
            coll chap vol Cie Sté Inc Jr réf hab arr dép suppl trad
            """,
        beforeNumbers: "n no No p pp art Art chap Chap vol t fig Fig éd al n° nº N° Nº",
        firstWords: """
            Le La Les L' Un Une Des Du De Il Elle Ils Elles On Nous Vous Je J' Tu Ce Cet Cette Ces \
            C' Son Sa Ses Leur Leurs Mon Ma Mes Notre Nos Votre Vos Deux Trois Quatre Cinq Six \
            Sept Huit Neuf Dix Plusieurs Certains Certaines Quelques Tous Toutes Chaque Aucun \
            Aucune Dans En Sur Sous Avec Sans Pour Par À A Au Aux Chez Après Avant Pendant Depuis \
            Quand Lorsque Si Mais Et Ou Donc Or Car Alors Puis Ici Là Voici Voilà Que Qu' Qui Quoi \
            Où Comment Pourquoi Est Oui Non Ne N' Y S'
            """)

    static let spanish = Words(
        neverLast: """
            Sr sr Sra sra Srta srta Sres Sras Dr dr Dra dra Drs Dres D Dª Dña Prof Lic Ing Arq Mons \
            Excmo Excma Ilmo Ilma Rvdo Rvda Gral Cnel Tte Sgto Sto Sta p.ej P.ej cf Cf
            """,
        seldomLast: """
            etc Ud Uds Vd Vds Av Avda Cía Ltda Inc EE EE.UU FF FF.AA RR RR.HH JJ JJ.OO aprox tel tfno ene feb \
            mar abr jun jul ago sep sept oct nov dic a.C d.C depto dpto
            """,
        beforeNumbers:
            "n N n.º N.º nº Nº núm Núm núms pág págs Pág p pp art Art arts cap vol fig Fig",
        firstWords: """
            El La Los Las Un Una Unos Unas Lo Él Ella Ellos Ellas Yo Tú Usted Ustedes Nosotros Este \
            Esta Estos Estas Ese Esa Esos Esas Aquel Aquella Su Sus Mi Mis Tu Tus Nuestro Nuestra \
            Dos Tres Cuatro Cinco Seis Siete Ocho Nueve Diez Varios Varias Algunos Algunas Muchos \
            Muchas Todos Todas Cada En De Con Sin Por Para A Al Desde Hasta Sobre Entre Cuando Si \
            Pero Y O Porque Como Aunque Mientras Después Antes Luego Entonces Hoy Ahora Aquí Allí \
            Qué Quién Dónde Cómo Cuándo Es Son Era Fue Hay Ha Han Sí No Se Me Te Le Nos
            """)

    static let italian = Words(
        neverLast: """
            Sig sig Sigg Sig.ra sig.ra Sig.na Sig.ri Dott dott Dott.ssa dott.ssa Dr Prof prof \
            Prof.ssa prof.ssa Ing ing Avv avv Geom Mons Sen Gen Col p.es P.es cfr Cfr
            """,
        seldomLast: """
            ecc etc tel S.p.A S.r.l a.C d.C gen feb mar apr mag giu lug ago sett ott nov dic min \
            max ca
            """,
        beforeNumbers: "n nn N nr Nr num pag pagg Pag p pp art artt Art cap vol fig Fig",
        firstWords: """
            Il Lo La I Gli Le L' Un Uno Una Un' Lui Lei Egli Ella Essi Loro Noi Voi Io Tu Questo \
            Questa Questi Queste Quel Quella Quello Quei Suo Sua Due Tre Quattro Cinque Sei Sette \
            Otto Nove Dieci Alcuni Alcune Molti Molte Tutti Tutte Ogni In Nel Nella Con Su Sul \
            Sulla Per Da Dal Di Del A Al Alla Dopo Prima Quando Se Ma E O Perché Mentre Poi Allora \
            Oggi Ora Qui Chi Che Cosa Come Dove È Sono Era C' Non Sì No
            """)

    static let portuguese = Words(
        neverLast: """
            Sr sr Sra sra Srs Sras Srta Dr dr Dra dra Drs Dras Prof Profa Eng Exmo Exma Ilmo Ilma D \
            Pe Rev Mons Gen Cel p.ex P.ex cf Cf
            """,
        seldomLast: """
            etc Av Ltda Cia Inc tel jan fev mar abr jun jul ago set out nov dez a.C d.C séc máx mín \
            aprox
            """,
        beforeNumbers: "n nº n.º No Nº núm pág págs Pág p pp art Art arts cap vol fig Fig",
        firstWords: """
            O A Os As Um Uma Uns Umas Ele Ela Eles Elas Eu Tu Você Vocês Nós Este Esta Estes Estas \
            Esse Essa Isso Isto Aquele Aquela Seu Sua Meu Minha Dois Duas Três Quatro Cinco Seis \
            Sete Oito Nove Dez Vários Várias Alguns Algumas Muitos Muitas Todos Todas Cada Em No \
            Na Nos Nas Com Sem Por Para De Do Da Ao À Depois Antes Quando Se Mas E Ou Porque \
            Enquanto Então Hoje Agora Aqui Que Quem Onde Como É São Era Foi Há Não Sim
            """)
}
