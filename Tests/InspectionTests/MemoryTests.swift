import Basics
import Foundation
import Inspection
import Layers
import Models
import Tensors
import TestSupport
import Testing
import Text
import Translation

struct InspectedMemoryTests {
    private let small: SmallMemory

    init() throws { small = try SmallMemory() }

    @Test func everyHeadHasAWeightingAtEveryStep() async throws {
        let memory = try await small.translator.inspectMemory(of: "ab c", to: "de")
        #expect(memory.steps == memory.source.pieces + memory.target.pieces)
        #expect(memory.targetSteps.count == memory.target.pieces.count && memory.slots == 7)
        #expect(memory.heads.map(\.kind) == [.write, .write, .read])
        #expect(memory.heads.map(\.head) == [0, 1, 0])
        for head in memory.heads {
            #expect(head.weights.count == memory.steps.count)
            for step in head.weights {
                #expect(step.count == 7 && step.allSatisfy { $0 >= 0 })
                #expect(abs(step.reduce(0, +) - 1) < 1e-5)
            }
        }
    }

    /// One token after the other, in plain loops: the encoder's machine, and from where it stands the
    /// decoder's.
    @Test func theWeightingsAreThoseOfTheEquations() async throws {
        let memory = try await small.translator.inspectMemory(of: "ab c", to: "de")
        let pair = EncodedPair(source: "ab c", target: "de", small.tokenizer)
        let table = try small.model.parameters.matrix("model.shared.weight")
        var machine = try PlainMachine(startOf: small.model)
        var expected: [[[Double]]] = []
        for token in pair.source { expected.append(try machine.step("encoder", table[Int(token)])) }
        for token in [small.model.specialTokens.start] + pair.target.dropLast() {
            expected.append(try machine.step("decoder", table[Int(token)]))
        }
        #expect(expected.count == memory.steps.count)
        for (place, head) in memory.heads.enumerated() {
            for (step, weights) in head.weights.enumerated() {
                expect(
                    weights, expected[step][place], absolute: 1e-4,
                    "weights of head \(place) at step \(step)")
            }
        }
    }

    @Test func whereHeadsDwellIsDrawnAndMarked() {
        let weighting = HeadWeighting(
            .write, head: 0, weights: [[0, 0.96, 0, 0.04], [0.5, 0.46, 0, 0.04]])
        #expect(weighting.slots == [0, 1])
        let even = HeadWeighting(.read, head: 0, weights: [Array(repeating: 0.01, count: 100)])
        #expect(even.slots == Array(0..<100))
    }

    @Test func thePictureNamesHeadsAxesAndSteps() async throws {
        let memory = try await small.translator.inspectMemory(of: "ab <c>", to: "de")
        let figure = memory.figure(model: "en-<de>")
        #expect(figure.maps.map(\.title) == ["Write head 0", "Write head 1", "Read head 0"])
        for map in figure.maps {
            #expect(map.columnCount == memory.steps.count + 1)
            #expect(map[0, memory.source.pieces.count].isNaN)
        }
        let svg = figure.svg()
        #expect(svg.contains("en-&lt;de&gt;: heads on the memory, source then translation"))
        #expect(svg.contains("step →") && svg.contains("slot ↓") && !svg.contains("<c>"))
        #expect(figure.terminal(width: 80, colors: .none).contains("Read head 0 (slot down)"))
    }

    @Test func aTranslationIsFoundWhereNoneIsGiven() async throws {
        let memory = try await small.translator.inspectMemory(of: "ab")
        #expect(memory.target.pieces.count == memory.targetSteps.count)
        let data = try JSONEncoder().encode(memory)
        #expect(try JSONDecoder().decode(InspectedMemory.self, from: data) == memory)
    }

    @Test func aModelWithoutAMemorySaysSo() async throws {
        let translator = try recurrentTranslator().translator
        let error = await #expect(throws: CalqueError.self) {
            try await translator.inspectMemory(of: "ab", to: "de")
        }
        #expect(error?.message.contains("no memory") == true && error?.kind == .configuration)
    }

    @Test func aSentenceWithoutTextIsRefused() async throws {
        let error = await #expect(throws: CalqueError.self) {
            try await small.translator.inspectMemory(of: "  ")
        }
        #expect(error?.kind == .input)
    }
}

/// A recurrent model's alignments come through the door of attention.
struct InspectedAlignmentTests {
    @Test func alignmentsAreTheOnlyAttention() async throws {
        let translator = try recurrentTranslator().translator
        let attention = try await translator.inspectAttention(of: "ab c", to: "de")
        #expect(attention.sites == [.encoderDecoder] && attention.layers.count == 1)
        let weights = try attention.weights(at: .encoderDecoder, by: .pieces)
        #expect(weights.count == attention.target.pieces.count)
        #expect(weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
    }
}

/// A Neural Turing Machine in plain loops, one sequence and one step at a time (Graves et al. 2014,
/// section 3).
private struct PlainMachine {
    private let parameters: ParameterStore
    private let shape: MemoryShape
    private var memory: Reference.Matrix
    private var weightings: [[Double]]
    private var reads: [Double]
    private var controller: Reference.RecurrentState

    /// The machine before its first step.
    init(startOf model: NeuralTuringEncoderDecoder) throws {
        let sizes = model.configuration
        let shape = MemoryShape(
            slots: sizes.slots, width: sizes.slotWidth, writeHeads: sizes.writeHeads,
            readHeads: sizes.readHeads, shiftRange: sizes.shiftRange)
        self.shape = shape
        parameters = model.parameters
        memory = Reference.Matrix(shape.slots, shape.width) { _, _ in 1e-6 }
        let logits = try parameters.matrix("model.encoder.start.weighting").values
        weightings = (0..<shape.heads).map {
            Reference.softmax(Array(logits[$0 * shape.slots..<($0 + 1) * shape.slots]))
        }
        reads = try parameters.matrix("model.encoder.start.reads").values
        let zeros = [Double](repeating: 0, count: sizes.width)
        controller = Reference.RecurrentState(hidden: zeros, cell: zeros)
    }

    /// Goes one step, with the weights of the encoder's or of the decoder's machine.
    ///
    /// - Returns: Where the heads are then. `[heads][slots]`
    mutating func step(_ side: String, _ x: [Double]) throws -> [[Double]] {
        let feedback = try parameters.matrix("model.\(side).controller.feedback.weight")
        let back = reads + controller.hidden
        controller = Reference.next(
            .lstm, try linear("\(side).controller.input", x),
            (0..<feedback.rows).map { Reference.dot(feedback[$0], back) }, from: controller)
        let external = Reference.ExternalMemory(shape)
        let raw = external.heads(try linear("\(side).heads", controller.hidden))
        let heads = raw.map(external.activated)
        weightings = zip(heads, weightings).map { head, previous in
            external.location(
                content: external.content(memory, head), previous: previous, head)
        }
        memory = external.write(memory, weightings, heads)
        reads = weightings[shape.writeHeads...].flatMap { external.read(memory, $0) }
        return weightings
    }

    private func linear(_ name: String, _ x: [Double]) throws -> [Double] {
        let layer = Reference.Linear(
            weight: try parameters.matrix("model.\(name).weight"),
            bias: try parameters.matrix("model.\(name).bias").values)
        return layer(Reference.Matrix(1, x.count, x))[0]
    }
}
