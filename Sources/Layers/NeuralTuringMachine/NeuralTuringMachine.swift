public import Tensors

/// The Neural Turing Machine (Graves, Wayne & Danihelka 2014): a controller that reads from and
/// writes to a memory, all of it differentiable.
///
/// A step: the controller makes h of the input x and of what was read in the step before; one linear
/// map of h directs all heads; each head finds its weighting over the memory's slots, by content and
/// then by location (section 3.3); the write heads change the memory (section 3.2), and the read
/// heads read what it is then (section 3.1). The output is h and the reads, side by side.
///
/// N is the number of slots and M the length of a slot. The memory and what is done to it are
/// float32; the controller has the context's type.
///
/// What heads do to a memory, in plain loops: `Reference.ExternalMemory`.
public struct NeuralTuringMachine: Sendable {
    /// The sizes.
    public let configuration: NeuralTuringMachineConfiguration
    private let input: Linear
    private let feedback: Parameter
    private let heads: Linear

    /// Declares `controller.input` (of x), `controller.feedback.weight` (of the reads and, after
    /// them, an LSTM's h) and `heads`.
    public init(
        _ configuration: NeuralTuringMachineConfiguration, _ builder: ParameterBuilder
    ) {
        self.configuration = configuration
        let (shape, cell) = (configuration.memory, configuration.controller.cell)
        let width = configuration.controllerWidth
        let controller = builder["controller"]
        let ownWidth = configuration.controller == .lstm ? width : 0
        input = Linear(
            configuration.inputWidth, cell.gates * width, controller["input"],
            bias: cell.biasInitializer)
        feedback = controller["feedback"].parameter(
            "weight", cell.gates * width, shape.readCount + ownWidth, initializer: .xavierUniform,
            isQuantizable: true)
        heads = Linear(width, shape.parameterCount, builder["heads"])
    }

    /// The length of an output vector.
    public var outputWidth: Int {
        configuration.controllerWidth + configuration.memory.readCount
    }

    /// All steps of sequences of one length.
    ///
    /// - Parameters:
    ///   - x: `[steps · sequences, in]`, step by step.
    ///   - initial: The state before the first step.
    ///   - first: The first step whose output is wanted.
    ///   - record: Receives the state after every step.
    ///   - context: Where the operations run.
    /// - Returns: `[(steps − first) · sequences, outputWidth]`.
    public func callAsFunction(
        _ x: Tensor, from initial: NeuralTuringState, outputsFrom first: Int = 0,
        record: ((NeuralTuringState) -> Void)? = nil, _ context: Context
    ) -> Tensor {
        let sequences = initial.rows
        let steps = stride(from: 0, to: x.rows, by: sequences).map { $0..<$0 + sequences }
        var outputs: [NeuralTuringOutput] = []
        run(x, steps: steps, from: initial, context) {
            record?($1)
            if $0 >= first { outputs.append($1.output) }
        }
        return output(of: outputs, context)  // [(steps − first) · sequences, outputWidth]
    }

    /// All steps.
    ///
    /// - Parameters:
    ///   - x: `[rows, in]`, step by step.
    ///   - steps: The rows of each step. Sequences that are over drop out at the end: row r of a step
    ///     goes on from row r of the step before.
    ///   - initial: The state before the first step.
    ///   - receive: Receives the number of every step and the state after it.
    package func run(
        _ x: Tensor, steps: [Range<Int>], from initial: NeuralTuringState, _ context: Context,
        receive: (Int, NeuralTuringState) -> Void
    ) {
        let gates = input(x, context)  // [rows, gates · controller]
        let step = Steps(self, context)
        var state = initial
        for (index, rows) in steps.enumerated() {
            if state.rows > rows.count {
                state = state.map { context.rows(0..<rows.count, of: $0) }  // [rows.count, …]
            }
            let stepGates = context.rows(rows, of: gates)  // [rows.count, gates · controller]
            state = step(gates: stepGates, from: state)
            receive(index, state)
        }
    }

    /// The controller's output and what was read side by side, all steps below each other.
    package func output(of steps: [NeuralTuringOutput], _ context: Context) -> Tensor {
        context.concatenateColumns([
            context.concatenateRows(steps.map(\.hidden)),  // [rows, controller]
            context.concatenateRows(steps.map(\.reads)),  // [rows, read heads · M]
        ])  // [rows, outputWidth]
    }

    /// The machine at the steps of a batch, where gradients of weights are made once for all steps.
    public struct Steps {
        private let machine: NeuralTuringMachine
        private let feedback: StepwiseLinear
        private let heads: StepwiseLinear
        private let context: Context

        /// The steps of one batch.
        public init(_ machine: NeuralTuringMachine, _ context: Context) {
            self.machine = machine
            self.context = context
            feedback = StepwiseLinear(weight: machine.feedback, bias: nil, context)
            heads = StepwiseLinear(
                weight: machine.heads.weight, bias: machine.heads.bias, context)
        }

        /// One step of the input `[sequences, in]`: from the state before to the state after.
        public func callAsFunction(
            _ x: Tensor, from state: NeuralTuringState
        ) -> NeuralTuringState {
            let gates = machine.input(x, context)  // [sequences, gates · controller]
            return self(gates: gates, from: state)
        }

        /// - Parameter gates: What the input contributes to the controller, which is used up.
        fileprivate func callAsFunction(
            gates: Tensor, from state: NeuralTuringState
        ) -> NeuralTuringState {
            let kind = machine.configuration.controller
            let memory = machine.configuration.memory
            let returning = [state.reads] + (kind == .lstm ? [state.controller.hidden] : [])
            let back = context.concatenateColumns(returning)  // [sequences, Σ of their widths]
            let controller = context.recurrentStep(
                kind.cell, input: gates, hidden: feedback(back), bias: nil,
                from: state.controller)  // [sequences, controller]
            let parameters = context.headParameters(
                heads(controller.hidden, elementType: .float32),
                memory)  // [sequences, parameters of all heads]
            let content = context.contentAddressing(
                state.memory, parameters, memory)  // [sequences, heads · N]
            let weighting = context.locationAddressing(
                content: content, previous: state.weighting, parameters,
                memory)  // [sequences, heads · N]
            let written = context.writeMemory(
                state.memory, weighting: weighting, parameters, memory)  // [sequences, M · N]
            let reads = context.readMemory(
                written, weighting: weighting, memory)  // [sequences, read heads · M]
            return NeuralTuringState(
                memory: written, weighting: weighting, reads: reads, controller: controller)
        }
    }
}
