extension SentenceLanguage {
    static let slovak = Words(
        neverLast: "napr Napr tzv tzn Mgr Ing MUDr JUDr PhDr RNDr Dr Prof prof doc Doc p tj resp",
        seldomLast: "atď a.s s.r.o tel r.o n.l pr.n.l hod min mil tis",
        beforeNumbers: "č Č str s obr tab kap čl zv",
        firstWords: """
            On Ona Ono Oni Ony Ja Ty My Vy Ten Tá To Tí Tie Tento Táto Toto Títo Jeho Jej Ich Môj \
            Dva Dve Tri Štyri Päť Niekoľko Veľa Všetci V Vo Na S So Z Zo K Ku Po O Od Do Pre Pri \
            Bez A Ale Alebo Keď Ak Pretože Potom Teraz Dnes Tu Tam Čo Kto Kde Ako Prečo Kedy Je Sú \
            Bol Bola Bolo Boli Áno Nie
            """)

    static let slovenian = Words(
        neverLast: "npr Npr tj t.i T.i dr Dr prof Prof mag Mag ga g oz gl Gl prim",
        seldomLast: "itd ipd d.o.o d.d tel sv p.n.št n.št min mio mrd",
        beforeNumbers: "št Št str čl sl pogl zv tab",
        firstWords: """
            On Ona Ono Oni One Jaz Ti Mi Vi Ta To Te Tisti Njegov Njen Njihov Moj Dva Dve Trije Tri \
            Štiri Pet Več Veliko Vsi V Na S Z Iz K H Po O Ob Od Do Za Pri Brez In A Ampak Toda Ali \
            Ko Če Ker Potem Zdaj Danes Tu Tukaj Tam Kaj Kdo Kje Kako Zakaj Kdaj Je So Bil Bila Bilo \
            Bili Da Ne
            """)

    static let croatian = Words(
        neverLast: "npr Npr tj Tj tzv Tzv dr Dr prof Prof mr g gđa gđica sv Sv ul usp Usp",
        seldomLast: "itd i.sl d.o.o d.d tel st pr.Kr po.Kr n.e pr.n.e min mil mlrd",
        beforeNumbers: "br Br str čl sl pogl sv tab",
        firstWords: """
            On Ona Ono Oni One Ja Ti Mi Vi Taj Ta To Ti Te Ovaj Ova Ovo Ovi Ove Njegov Njezin Njihov \
            Moj Dva Dvije Tri Četiri Pet Nekoliko Mnogo Svi Sve U Na S Sa Iz K Po O Od Do Za Pri Bez \
            I A Ali Ili Kad Kada Ako Jer Zatim Sada Danas Ovdje Tamo Što Tko Gdje Kako Zašto Je Su \
            Bio Bila Bilo Bili Da Ne
            """)

    static let bulgarian = Words(
        neverLast: "напр Напр т.нар Т.нар т.е Т.е проф Проф доц акад г-н г-жа ул бул вж Вж ср гр",
        seldomLast: "и.др и.т.н т.н лв ст хил млн млрд г в пр.н.е н.е тел",
        beforeNumbers: "стр чл ал фиг табл гл т бр",
        firstWords: """
            Той Тя То Те Аз Ти Ние Вие Този Тази Това Тези Онзи Неговият Нейният Техният Моят Два Две \
            Двама Три Четири Пет Няколко Много Всички В Във На С Със От По За До При Без И А Но Или \
            Когато Ако Като Че Защото После Сега Днес Тук Там Какво Кой Къде Как Защо Кога Е Са Беше \
            Бяха Да Не
            """)

    static let hungarian = Words(
        neverLast: "Dr dr Ifj ifj Id id özv Özv Prof prof ún Ún pl Pl kb Kb ill Ill vö Vö Sz Szt",
        seldomLast: "stb Stb Kft Rt Zrt Bt Kr i.e i.sz Kr.e Kr.u u.n tel max min vki vmi",
        beforeNumbers: "sz o old kb ford tel ker",
        firstWords: """
            A Az Egy Ő Ők Én Te Mi Ti Ez Ezek Azok Ezt Azt Két Három Négy Öt Sok Néhány Minden Mert Ha \
            Amikor De És Vagy Majd Most Ma Itt Ott Mit Ki Hol Hogy Hogyan Miért Mikor Van Volt Nincs \
            Igen Nem Is
            """)

    static let romanian = Words(
        neverLast: """
            Dl dl Dna dna Dra D-na D-l dr Dr prof Prof ing Ing av Av Sf sf gen col
            """,
        seldomLast: "etc ș.a S.R.L S.A a.m î.Hr d.Hr tel str Str bd Bd mil mld ian feb mart",
        beforeNumbers: "nr Nr pag p art Art alin cap vol fig Fig",
        firstWords: """
            El Ea Ei Ele Eu Tu Noi Voi Acest Această Aceasta Acești Aceste Acel Acea Acei O Un Una Doi \
            Două Trei Patru Cinci Mulți Multe Toți Toate În Pe La Cu Din De Pentru Fără Prin Până Și Dar \
            Sau Când Dacă Pentru Apoi Acum Azi Astăzi Aici Acolo Ce Cine Unde Cum Este Sunt Era Au A Da \
            Nu
            """)

    static let turkish = Words(
        neverLast: "Dr dr Prof Doç Av Sn sn Bkz bkz örn Örn Alb Yzb Org Müh Yrd Öğr Uzm Hz",
        seldomLast: "vb vs vd Ltd Şti A.Ş T.C M.Ö M.S Cad Sok Mah Apt Tel Blv",
        beforeNumbers: "No no s sf c md şek",
        firstWords: """
            Bu Şu O Bunlar Şunlar Onlar Ben Sen Biz Siz Bir İki Üç Dört Beş Çok Bazı Bütün Her Ve Ama \
            Fakat Veya Çünkü Eğer Sonra Önce Şimdi Bugün Burada Orada Ne Kim Nerede Nasıl Neden Niçin \
            Evet Hayır Değil Var Yok
            """)

    static let greek = Words(
        neverLast: "κ Κ κα Κα κκ δρ Δρ καθ Καθ π.χ Π.χ δηλ Δηλ βλ Βλ λ.χ Λ.χ πρβλ λεωφ αγ Αγ",
        seldomLast: "κ.λπ κλπ κ.ά κ.α κ.ο.κ π.Χ μ.Χ π.μ μ.μ τηλ εκ δισ χλμ Α.Ε",
        beforeNumbers: "αρ Αρ σ σσ σελ τόμ κεφ άρθρ παρ εικ πίν",
        firstWords: """
            Ο Η Το Οι Τα Τον Την Του Της Των Ένας Μία Μια Ένα Αυτός Αυτή Αυτό Αυτοί Εγώ Εσύ Εμείς Εσείς \
            Δύο Τρεις Τρία Τέσσερις Πέντε Πολλοί Πολλές Όλοι Όλα Σε Στο Στη Στην Στον Με Από Για Χωρίς \
            Και Αλλά Ή Όταν Αν Γιατί Μετά Τώρα Σήμερα Εδώ Εκεί Τι Ποιος Πού Πώς Είναι Ήταν Ναι Όχι Δεν
            """)

    static let catalan = Words(
        neverLast: "Sr sr Sra sra Srta Srs Dr dr Dra dra Prof D Mn p.ex P.ex cf Cf Il·lm",
        seldomLast: "etc Av Avda Pl Ctra S.A S.L EE.UU a.C d.C tel aprox gen febr oct nov des",
        beforeNumbers: "núm Núm n pàg pàgs p pp art Art cap vol fig Fig",
        firstWords: """
            El La Els Les L' Un Una Uns Unes Ell Ella Ells Elles Jo Tu Vostè Nosaltres Aquest Aquesta \
            Aquests Aquestes Aquell Aquella El Seu Dos Dues Tres Quatre Cinc Molts Moltes Tots Totes \
            Cada En De Amb Sense Per Des Fins Sobre Entre Quan Si Però I O Perquè Després Abans Avui \
            Ara Aquí Allà Què Qui On Com És Són Era Hi Ha Sí No
            """)

    static let estonian = Words(
        neverLast: "nt Nt nn Nn hr Hr pr Pr prl dr Dr prof Prof vt Vt mag",
        seldomLast: "jne jms jm eKr pKr e.m.a m.a.j tel tk mln mld u",
        beforeNumbers: "nr Nr lk joon ptk p",
        firstWords: """
            Ta Tema Nad Nemad Ma Mina Sa Sina Me Te See Need Too Üks Kaks Kolm Neli Viis Palju Mõned \
            Kõik Kui Sest Aga Ja Või Siis Nüüd Täna Siin Seal Mis Kes Kus Kuidas Miks Millal On Oli Jah \
            Ei
            """)

    static let latvian = Words(
        neverLast: "piem Piem t.i T.i t.s dr Dr prof Prof sk Sk inž doc",
        seldomLast: "utt u.c u.tml p.m.ē m.ē SIA tel milj tūkst g gs",
        beforeNumbers: "nr Nr lpp att tab nod p",
        firstWords: """
            Viņš Viņa Viņi Viņas Es Tu Mēs Jūs Šis Šī Šie Šīs Tas Tā Tie Tās Divi Divas Trīs Četri Pieci \
            Daudzi Visi Kad Ja Jo Bet Un Vai Tad Tagad Šodien Šeit Tur Kas Kur Kā Kāpēc Ir Bija Jā Nē
            """)

    static let lithuanian = Words(
        neverLast: "pvz Pvz t.y T.y vad dr Dr prof Prof doc p žr Žr plg",
        seldomLast: "ir.t.t t.t pan kt tel mln mlrd tūkst m pr.Kr a d",
        beforeNumbers: "nr Nr psl pav lent str sk",
        firstWords: """
            Jis Ji Jie Jos Aš Tu Mes Jūs Šis Ši Šie Šios Tas Ta Tie Tos Du Dvi Trys Keturi Penki Daug \
            Visi Kai Jei Nes Bet Ir Ar Arba Tada Dabar Šiandien Čia Ten Kas Kur Kaip Kodėl Yra Buvo \
            Taip Ne
            """)
}
