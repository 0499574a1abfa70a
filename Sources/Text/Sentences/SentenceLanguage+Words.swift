extension SentenceLanguage {
    /// The lists of a language, as words that white space separates.
    struct Words {
        let neverLast: String
        let seldomLast: String
        let beforeNumbers: String
        let firstWords: String
    }

    /// Languages by their codes.
    static let words: [String: Words] = [
        "bg": bulgarian, "ca": catalan, "cs": czech, "da": danish, "de": german, "el": greek,
        "en": english, "es": spanish, "et": estonian, "fi": finnish, "fr": french, "hr": croatian,
        "hu": hungarian, "it": italian, "lt": lithuanian, "lv": latvian, "nb": norwegian,
        "nl": dutch, "nn": norwegian, "no": norwegian, "pl": polish, "pt": portuguese,
        "ro": romanian, "ru": russian, "sk": slovak, "sl": slovenian, "sv": swedish,
        "tr": turkish, "uk": ukrainian,
    ]

    static let english = Words(
        neverLast: """
            Mr Mrs Ms Mx Messrs Dr Drs Prof Profs Rev Fr Msgr Hon Gen Col Maj Capt Cpt Lt Cmdr Cdr \
            Adm Sgt Cpl Pvt Gov Sen Sens Rep Reps Pres Supt Det Insp e.g E.g i.e I.e cf Cf viz vs \
            approx Approx
            """,
        seldomLast: """
            St Ste Mt Mts Ft Jr Sr Esq Bros Inc Ltd Co Corp Dept Univ Assn Ave Blvd Rd Hwy Sq etc \
            al Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs \
            Fri Sat est misc tel ext incl resp max min Ph.D Ph.Ds B.Sc M.Sc D.Phil oz lb lbs ft \
            yd sq
            """,
        beforeNumbers: """
            No Nos no nos Nr Num p pp Vol Vols vol vols Ch Chs ch chs Fig Figs fig figs Eq Eqs eq \
            Sec sec Art Arts Op op Bk Pt Nums Tab Ver ver Cat cat
            """,
        firstWords: """
            The A An This That These Those It He She They We You I There Here His Her Its Their My \
            Our Your One Two Three Four Five Six Seven Eight Nine Ten Some Several Many Most Few \
            Both All Each Every No Another Other People Men Women Children Kids Boys Girls What \
            Who Where When Why How Which Is Are Was Were Do Does Did Has Have Had Can Could Will \
            Would Should In On At By For From With Without As If But And Or So Then After Before \
            Because While Although However Yes Not Now Today Yesterday Tomorrow Please
            """)

    static let german = Words(
        neverLast: """
            Dr Prof Hr Hrn Frl Dipl Mag Hl hl z.B Z.B bzw vgl Vgl d.h D.h d.i sog ggf evtl Evtl \
            inkl exkl zzgl bspw Bspw geb ca Ca einschl z.T Z.T u.U
            """,
        seldomLast: """
            usw etc u.s.w usf u.a u.ä u.v.a u.v.m o.ä o.Ä u.Ä St Str Jr Sr Co Inc Mio Mrd Tsd Std \
            Min Sek Tel Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa v.Chr \
            n.Chr v.u.Z n.u.Z Jh Jhd Jhdt Anm Aufl Bde allg bes insb insbes ehem gest verh Hrsg \
            hrsg Übers Hbf Bhf Chr Univ Inst Ges Fam Abt Ing kath evang max min s.o s.u i.d.R \
            m.E a.D e.V
            """,
        beforeNumbers: """
            Nr Nrn S Art Abs Abb Kap Bd Ziff Tab Taf Zi Anm Fn Rn Pos Aufl Str str
            """,
        firstWords: """
            Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ihr Ich Du Man \
            Dies Diese Diesen Diesem Dieser Dieses Jener Jene Mein Meine Sein Seine Ihre Unser \
            Unsere Kein Keine Zwei Drei Vier Fünf Sechs Sieben Acht Neun Zehn Mehrere Viele Einige \
            Alle Beide Leute In Im Am An Auf Aus Bei Beim Mit Ohne Nach Von Vom Vor Zu Zum Zur Für \
            Über Unter Während Wenn Weil Als Aber Und Oder Doch Dann Da Dort Hier Heute Jetzt Nun \
            Was Wer Wie Wo Warum Wann Ist Sind War Waren Hat Haben Ja Nein Nicht Auch
            """)

    static let dutch = Words(
        neverLast: """
            Dhr dhr Mevr mevr Mw mw Mr Drs drs Dr Ir ir Ing ing Prof Ds bijv Bijv bv d.w.z D.w.z \
            m.a.w M.a.w resp ca evt incl excl vgl zgn
            """,
        seldomLast: """
            enz etc e.d e.a o.a a.u.b jl St Str jan feb mrt apr jun jul aug sep sept okt nov dec \
            tel m.b.t t.a.v t.o.v Chr
            """,
        beforeNumbers: "nr Nr nrs blz p pp art hfst fig afb",
        firstWords: """
            De Het Een Hij Zij Ze Wij We Jij Je Ik U Jullie Dit Dat Deze Die Er Zijn Haar Hun Mijn \
            Onze Twee Drie Vier Vijf Zes Zeven Acht Negen Tien Enkele Sommige Veel Vele Alle Elke \
            In Op Aan Bij Met Zonder Voor Van Naar Na Door Over Onder Tijdens Toen Als Maar En Of \
            Want Omdat Terwijl Daarna Dan Nu Hier Daar Vandaag Wat Wie Waar Hoe Waarom Is Was \
            Heeft Ja Nee Niet Ook
            """)
}
