import Testing
import Text

struct BLEUSpacingTests {
    @Test(arguments: [
        (["A man in a blue shirt stands on a ladder.", "Two dogs run."], BLEU.Tokenizer.thirteenA),
        (["Donaudampfschifffahrtsgesellschaft und der Kapitän ist an Bord"], .thirteenA),
        (["两 只 狗 在 草地 上 跑 。"], .thirteenA),
        (["两只狗在草地上跑。", "一个男人。"], .characters),
        (["犬が二匹、草の上を走っている。"], .characters),
        (
            ["สุนัขสองตัววิ่งเล่นบนสนามหญ้า และเด็กผู้ชายคนหนึ่งยืนดูอยู่ข้างรั้ว แล้วหัวเราะเสียงดัง"],
            .characters
        ),
        (["ខ្ញុំចូលចិត្តឆ្កែ", "ຂ້ອຍມັກໝາ", "ကျွန်တော်ခွေးကိုချစ်တယ်"], .characters),
        (["house", "red", "to run"], .characters),
        ([], .thirteenA), (["", " "], .thirteenA),
    ])
    func textWithHardlyAnySpacesIsScoredByCharacters(
        references: [String], tokenizer: BLEU.Tokenizer
    ) {
        #expect(BLEU.Tokenizer.suited(to: references) == tokenizer)
    }
}
