/// Words that nearly every sentence of a language has some of, and greetings: by these short texts are
/// told apart whose letters are alike.
enum CommonWords {
    /// The words of a language; empty for one without any here.
    static func words(of language: String) -> [Substring] {
        (lists[language] ?? "").split(separator: " ")
    }

    private static let lists = [
        "en": """
        the of and to in is that it for was on are as with this be you not have from or \
        by we can your what do they at which will if please how here there who has more \
        all hello thanks thank yes good morning
        """,
        "es": """
        el la los las de del que y en un una es se no por con para su lo como más al \
        pero este esta si cuando muy sin sobre también me ya todo usted qué hay está son \
        fue o yo hola gracias buenos días adiós
        """,
        "pt": """
        o a os as de do da dos das que e em um uma não é se por com para no na ao seu \
        sua mais como mas este esta foi são você já também só muito está ou pelo pela \
        isso eu há olá obrigado obrigada bom dia sim
        """,
        "fr": """
        le la les de des du un une et est en que qui dans pour ce il ne pas sur se au \
        aux par avec vous nous je sont plus votre cette ou mais tout fait être ont si \
        leur où a été bonjour merci salut oui bonne
        """,
        "de": """
        der die das und ist nicht ein eine einen zu den dem des mit von sich auf für im \
        es ich sie wir auch als an werden wird aus er hat dass bei oder nur noch nach \
        wenn kann bitte ihr hallo danke guten morgen ja
        """,
        "it": """
        il lo la i gli le di del della che e è un una in non per con si da al dei nel \
        sono come più ma questo questa ha anche se su o alla delle dal mi ti ho essere \
        ci ciao grazie buongiorno buona sì
        """,
        "nl": """
        de het een en van in is dat niet op te zijn voor met die er aan je ik ook als \
        maar om uit bij wordt deze naar of dit was hij kan worden geen u uw heeft nog \
        wel door over hallo dank goedemorgen ja goed
        """,
        "sv": """
        och att det i en ett är som på för av inte den med till har de om jag du men var \
        han från eller ska kan vi din när så vid finns detta måste alla bara blir denna \
        efter hej tack god ja
        """,
        "da": """
        og at det i en et er som på for af ikke den med til har de om jeg du men var han \
        fra eller skal kan vi din når så ved dette denne alle kun blev også efter dig \
        hvad hej tak god ja
        """,
        "nb": """
        og at det i en et er som på for av ikke den med til har de om jeg du men var han \
        fra eller skal kan vi din når så ved dette denne alle bare ble også etter deg \
        hva hei takk god ja
        """,
        "fi": """
        ja on ei se että oli joka mutta hän ovat kun niin myös tai kuin tämä voi jos sen \
        vain mitä minä sinä ole en olen tämän jotka nyt mukaan hei kiitos hyvää
        """,
        "pl": """
        i w nie na się z do to że jest o jak po za od dla czy co ale jego tym przez może \
        tego był są lub być tylko już jej ten ta które który proszę cześć dziękuję dzień \
        dobry
        """,
        "cs": """
        a v se na je že to s z do ne pro jako o i ale by jsem jeho od po které který \
        také být jen nebo podle tak při není jsou byl již k aby ve této tento ahoj \
        děkuji dobrý den
        """,
        "sk": """
        a v sa na je že to s z do nie pre ako o aj ale by som jeho od po ktoré ktorý \
        tiež byť len alebo podľa tak pri sú bol už k aby vo táto tento ahoj ďakujem \
        dobrý deň
        """,
        "sl": """
        in je v na se da za ni z so pa ki to ne po od bi tudi kot ali če lahko ima bil \
        bilo kaj jaz biti samo še ter pri zdravo hvala dober dan
        """,
        "hr": """
        i je u na se da za nije s su a koji to ne od iz kao po bi ili može što kako ako \
        samo još bio sam ima te ali bok hvala dobar dan
        """,
        "hu": """
        a az és hogy nem is egy ez van volt meg csak de ha mint vagy már el ki még azt \
        kell minden lehet ezt nincs után én ön mi kérjük szia köszönöm jó igen
        """,
        "ro": """
        și în de la cu pe nu un o este că din pentru mai se a fi sunt care ce sau dar \
        prin acest această să al ale ca fost el ea au dacă vă după bună mulțumesc ziua \
        da
        """,
        "tr": """
        ve bir bu için de da ile ne o olarak daha çok gibi ama var değil mi kadar en ya \
        her ben sen lütfen olan veya sonra ise değildir merhaba teşekkürler günaydın \
        evet
        """,
        "et": """
        ja on ei see et oli kui aga ta ma ka või nii kes mis selle oma ning siis ole \
        palun sa te olema tere aitäh jah
        """,
        "lv": """
        un ir ne ka no uz par ar kas kā tas vai bet es jūs pēc arī lai šis nav tikai jau \
        bija tiek sveiki paldies jā
        """,
        "lt": """
        ir yra ne kad su iš į tai kaip ar bet o apie per už jis buvo aš jūs dar tik taip \
        nuo šis po labas ačiū
        """,
        "ru": """
        и в не на с что он по это как но из у за к то вы для от так же о все я мы его \
        был или если бы есть только этого мне ваш вас уже привет спасибо да здравствуйте
        """,
        "uk": """
        і в не на з що він по це як але із у за до та ви для від так же про всі я ми \
        його був або якщо є тільки цього ваш вас вже й привіт дякую добрий
        """,
        "bg": """
        и в не на с че той по това как но от за да се е са до ще си като или ако има \
        само беше вас вече към при със във те здравей благодаря
        """,
        "sr": """
        и је у на се да за није с су а који то не од из као по би или може што како ако \
        само још био сам има здраво хвала
        """,
        "el": """
        και το να του η ο της με για την από είναι στο δεν που τα ένα οι σε τη θα γεια \
        ευχαριστώ ναι
        """,
        "ar": """
        في من على أن إلى هذا التي عن لا ما مع هو كان هذه لم أو بعد قد كل هي الذي مرحبا \
        شكرا نعم
        """,
        "fa": """
        و در به از که این را با است برای آن یک خود تا بر هم نیز شده شود یا اگر می سلام \
        ممنون بله
        """,
        "he": """
        של את על לא הוא זה עם כי גם או אם היא אני יש אל כל מה אין שלום תודה כן
        """,
        "hi": """
        के में की है और से को का पर यह कि एक नहीं इस हैं लिए भी या ने तो नमस्ते धन्यवाद \
        हाँ
        """,
        "ja": """
        の は が を に で と も へ や から まで です ます した して いる ある ない この その こと もの する される \
        ください これ それ ため など こんにちは ありがとう
        """,
        "vi": """
        và của là không có được cho một các trong với người này đã để những khi từ thì \
        bạn hãy phải vào hoặc tôi xin chào cảm ơn vâng
        """,
        "id": """
        dan yang di ini itu dengan untuk dari tidak dalam pada adalah ke akan anda atau \
        oleh juga karena ada saya bisa telah harus sudah kami kita silakan lebih halo \
        terima kasih selamat ya
        """,
        "ca": """
        el la els les de del que i en un una és no per amb al a es més com però aquest \
        aquesta si quan molt sense també ha dels als seu són va o heu us l d hola \
        gràcies bon dia sí
        """,
    ]
}
