import Foundation
import Tensors
import Testing

struct ProcessorTests {
    @Test(arguments: [
        (Processor.Maker.amd, Processor.BFloat16.avx512, Precision.bfloat16),
        (.intel, .avx512, .float32),
        (.intel, .amx, .bfloat16),
        (.other, .avx512, .float32),
        (.amd, .none, .float32),
        (.intel, .none, .float32),
        (.other, .arm, .bfloat16),
    ])
    func thePrecisionFollowsFromTheProcessor(
        maker: Processor.Maker, bfloat16: Processor.BFloat16, precision: Precision
    ) {
        let processor = Processor(name: "", maker: maker, bfloat16: bfloat16)
        #expect(processor.fastestPrecision == precision)
    }

    @Test func thisProcessorCanComputeInItsFastestPrecision() {
        #expect(Precision.fastest == Processor.current.fastestPrecision)
        #expect(Precision.fastest.isSupported)
    }

    /// Linux says what the processor is, too.
    @Test func thisProcessorIsWhatTheSystemSays() throws {
        let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        func field(_ name: String) -> String? {
            let line = text?.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(separator: ":").last.map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        guard let vendor = field("vendor_id"), let name = field("model name") else { return }
        let makers = ["AuthenticAMD": Processor.Maker.amd, "GenuineIntel": .intel]
        #expect(Processor.current.maker == makers[vendor] ?? .other)
        #expect(Processor.current.name == name)
    }

    @Test func aNameIsSaidAsItIsSold() {
        let processor = Processor(name: "AMD EPYC 9V74", maker: .amd, bfloat16: .avx512)
        #expect(processor.description == "AMD EPYC 9V74 with AVX512-BF16")
        let unnamed = Processor(name: "", maker: .other, bfloat16: .none)
        #expect(unnamed.description == "a processor with no bfloat16 of its own")
    }
}
