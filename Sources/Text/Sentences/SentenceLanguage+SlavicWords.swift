extension SentenceLanguage {
    static let polish = Words(
        neverLast:
            "np Np tzn tj Tj tzw m.in M.in dr Dr prof Prof mgr inż ks św Św płk gen ul al ok",
        seldomLast: "itd itp godz tel zł tys mln mld n.e p.n.e in r",
        beforeNumbers: "nr Nr s str art poz rys tab pkt",
        firstWords: """
            On Ona Ono Oni One Ja Ty My Wy To Ten Ta Te Ci Jego Jej Ich Dwa Dwie Dwóch Trzy Cztery \
            Pięć Kilka Kilku Wiele Wielu W We Na Z Ze Do Od Po Przed Pod Nad Za Dla O U I A Ale \
            Lub Bo Gdy Kiedy Jeśli Potem Teraz Dziś Tu Tam Tak Nie Co Kto Gdzie Jak Dlaczego Czy \
            Jest Są Był Była Było Były
            """)

    static let czech = Words(
        neverLast: """
            např Např tzv tj Tj resp Dr dr Prof prof Ing Mgr Bc MUDr JUDr PhDr RNDr doc Doc sv \
            Sv p
            """,
        seldomLast: "atd apod aj mj tel tis mil mld hod min n.l př.n.l",
        beforeNumbers: "č čís Č s str čl odst obr tab",
        firstWords: """
            On Ona Ono Oni Já Ty My Vy To Ten Ta Ti Tento Tato Jeho Její Jejich Dva Dvě Tři Čtyři \
            Pět Několik Mnoho V Ve Na S Se Z Ze Do Od Po Před Pod Nad Za Pro O U A I Ale Nebo Když \
            Pokud Potom Pak Teď Dnes Tady Tam Ano Ne Co Kdo Kde Jak Proč Je Jsou Byl Byla Bylo Byli
            """)

    static let russian = Words(
        neverLast: "т.е Т.е проф Проф акад Акад гр им ул т.н см См ср Ср напр Напр",
        seldomLast: "т.д т.п др пр руб коп тыс млн млрд гг вв н.э до.н.э тел обл",
        beforeNumbers: "стр с гл рис Рис табл Табл п пп ст",
        firstWords: """
            Он Она Оно Они Я Ты Мы Вы Это Этот Эта Эти Тот Та Те Его Её Их Мой Два Две Двое Три \
            Четыре Пять Несколько Много Все В Во На С Со Из К По О Об У За От До Для При Без И А \
            Но Или Когда Если Как Что Кто Где Почему Потом Теперь Сейчас Сегодня Там Тут Здесь Да \
            Нет Не Был Была Было Были
            """)

    static let ukrainian = Words(
        neverLast: "т.зв проф Проф акад Акад ім вул див Див напр Напр",
        seldomLast: "т.д т.п ін грн коп тис млн млрд рр ст н.е тел обл",
        beforeNumbers: "стор с гл рис Рис табл Табл п пп ст",
        firstWords: """
            Він Вона Воно Вони Я Ти Ми Ви Це Цей Ця Ці Той Та Ті Його Її Їх Мій Два Дві Двоє Три \
            Чотири Кілька Багато Усі Всі У В На З Зі Із До Від По Про За Для При Без І Й А Але Або \
            Коли Якщо Як Що Хто Де Чому Потім Тепер Зараз Сьогодні Там Тут Так Ні Не Був Була Було \
            Були
            """)
}
