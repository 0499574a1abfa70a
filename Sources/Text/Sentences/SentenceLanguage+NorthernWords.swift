extension SentenceLanguage {
    static let swedish = Words(
        neverLast: "Hr hr Fr fr Dr dr Prof t.ex T.ex bl.a Bl.a d.v.s D.v.s dvs s.k ca resp",
        seldomLast: "osv etc m.m m.fl f.d e.Kr f.Kr St tel jan feb apr aug sept okt nov dec",
        beforeNumbers: "nr Nr s sid kap fig",
        firstWords: """
            Den Det De En Ett Han Hon Vi Jag Du Ni Man Denna Detta Dessa Hans Hennes Min Sin Två \
            Tre Fyra Fem Sex Sju Åtta Nio Tio Flera Många Några Alla I På Vid Med Utan För Från \
            Till Efter Under Över När Om Men Och Eller Då Nu Här Där Idag Vad Vem Var Hur Varför \
            Är Ja Nej Inte
            """)

    static let danish = Words(
        neverLast: "Hr hr Fr fr Dr dr Prof f.eks F.eks bl.a Bl.a dvs ca hhv",
        seldomLast: "osv etc m.m m.v m.fl e.Kr f.Kr St tlf jan feb apr aug sept okt nov dec",
        beforeNumbers: "nr Nr s kap fig",
        firstWords: """
            Den Det De En Et Han Hun Vi Jeg Du Man Denne Dette Disse Hans Hendes Min Sin To Tre \
            Fire Fem Seks Syv Otte Ni Ti Flere Mange Nogle Alle I På Ved Med Uden For Fra Til \
            Efter Under Over Når Hvis Men Og Eller Da Nu Her Der Hvad Hvem Hvor Hvordan Hvorfor Er \
            Ja Nej Ikke
            """)

    static let norwegian = Words(
        neverLast: "Hr hr Fr fr Dr dr Prof f.eks F.eks bl.a Bl.a dvs ca hhv",
        seldomLast: "osv etc m.m m.v m.fl e.Kr f.Kr St tlf jan feb apr aug sept okt nov des",
        beforeNumbers: "nr Nr s kap fig",
        firstWords: """
            Den Det De En Ei Et Han Hun Vi Jeg Du Man Denne Dette Disse Hans Hennes Min Sin To Tre \
            Fire Fem Seks Sju Åtte Ni Ti Flere Mange Noen Alle I På Ved Med Uten For Fra Til Etter \
            Under Over Når Hvis Men Og Eller Da Nå Her Der Hva Hvem Hvor Hvordan Hvorfor Er Ja Nei \
            Ikke
            """)

    static let finnish = Words(
        neverLast: "esim Esim ns tri Tri prof Prof hra Hra rva Rva nti Nti n",
        seldomLast: "jne yms ym ks mm eKr jKr puh",
        beforeNumbers: "nro Nro s kpl",
        firstWords: """
            Hän He Se Ne Me Te Minä Sinä Tämä Nämä Tuo Nuo Kaksi Kolme Neljä Viisi Monta Monet \
            Kaikki Kun Jos Mutta Ja Tai Sitten Nyt Tänään Täällä Siellä Mitä Mikä Kuka Missä Miten \
            Miksi On Ovat Oli Kyllä Ei
            """)
}
