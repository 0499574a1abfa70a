import ArgumentParser
import CalqueKit

/// Which network learns a task: the fields of its configuration. Nothing is set that was not given,
/// so that it is known whether a network was described at all.
struct TaskNetworkFlags: ParsableArguments {
    /// The kinds of networks.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case ntm, lstm
    }

    private static let machine = CopyTask().machine(.feedForward)
    private static let lstm = StackedLSTMConfiguration(inputWidth: 1)
    private static let size = wholeNumber(from: 1, to: 1 << 16)

    @Option(help: "A Neural Turing Machine, or an LSTM to compare it with. (default: ntm)")
    var model: Kind?

    @Option(help: "What directs the machine's heads. (default: \(machine.controller.rawValue))")
    var controller: NeuralTuringController?

    @Option(
        help: .value("n", "Width of the controller.", default: text(\.controllerWidth)),
        transform: size)
    var controllerWidth: Int?

    @Option(help: .value("n", "Slots of the memory.", default: machine.slots), transform: size)
    var slots: Int?

    @Option(help: .value("n", "Numbers in a slot.", default: machine.slotWidth), transform: size)
    var slotWidth: Int?

    @Option(help: .value("n", "Heads that write.", default: text(\.writeHeads)), transform: size)
    var writeHeads: Int?

    @Option(help: .value("n", "Heads that read.", default: text(\.readHeads)), transform: size)
    var readHeads: Int?

    @Option(
        help: .value(
            "n", "Slots that a head can move in a step, to either side.",
            default: machine.shiftRange),
        transform: wholeNumber(from: 0, to: 1 << 16))
    var shiftRange: Int?

    @Option(
        help: .value("n", "Layers of the LSTM.", default: lstm.layers),
        transform: wholeNumber(from: 1, to: 1 << 10))
    var lstmLayers: Int?

    @Option(help: .value("n", "Width of its layers.", default: lstm.width), transform: size)
    var lstmWidth: Int?

    func validate() throws {
        switch model ?? .ntm {
        case .ntm where describesLSTM:
            throw ValidationError("--lstm-layers and --lstm-width belong to --model lstm.")
        case .lstm where describesMachine:
            throw ValidationError("Controller, memory and heads belong to --model ntm.")
        default: break
        }
    }

    /// Whether anything was given.
    var isGiven: Bool { model != nil || describesMachine || describesLSTM }

    private var describesLSTM: Bool { lstmLayers != nil || lstmWidth != nil }

    private var describesMachine: Bool { controller != nil || sizes.contains { $1 != nil } }

    /// What was given of the machine's sizes.
    private var sizes: [(WritableKeyPath<NeuralTuringMachineConfiguration, Int>, Int?)] {
        [
            (\.controllerWidth, controllerWidth), (\.slots, slots), (\.slotWidth, slotWidth),
            (\.writeHeads, writeHeads), (\.readHeads, readHeads), (\.shiftRange, shiftRange),
        ]
    }

    /// The default of a size, which for associative recall is another.
    private static func text(_ size: KeyPath<NeuralTuringMachineConfiguration, Int>) -> String {
        let recall = AssociativeRecallTask().machine(.feedForward)
        return "\(machine[keyPath: size]); for associative-recall, feed-forward, "
            + "\(recall[keyPath: size])"
    }

    /// The network for a task.
    func configuration(for task: some AlgorithmicTask) -> TaskModelConfiguration {
        switch model ?? .ntm {
        case .ntm:
            var machine = task.machine(controller ?? Self.machine.controller)
            for case (let size, let value?) in sizes { machine[keyPath: size] = value }
            return .neuralTuringMachine(machine)
        case .lstm:
            var lstm = StackedLSTMConfiguration(inputWidth: task.inputWidth)
            lstm.layers = lstmLayers ?? lstm.layers
            lstm.width = lstmWidth ?? lstm.width
            return .lstm(lstm)
        }
    }
}
