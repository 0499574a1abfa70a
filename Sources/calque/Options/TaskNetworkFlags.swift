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
    private static let recallMachine = AssociativeRecallTask().machine(.feedForward)
    private static let lstm = StackedLSTMConfiguration(inputWidth: 1)

    @Option(help: "A Neural Turing Machine, or an LSTM to compare it with. (default: ntm)")
    var model: Kind?

    @Option(
        help: ArgumentHelp("What directs the machine's heads.")
            .withDefault(machine.controller.rawValue))
    var controller: NeuralTuringController?

    @Option(
        help: ArgumentHelp("Width of the controller.", valueName: "n")
            .withDefault(text(\.controllerWidth)), transform: wholeNumber(from: 1, to: 1 << 16))
    var controllerWidth: Int?

    @Option(
        help: ArgumentHelp("Slots of the memory.", valueName: "n").withDefault(machine.slots),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var slots: Int?

    @Option(
        help: ArgumentHelp("Numbers in a slot.", valueName: "n").withDefault(machine.slotWidth),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var slotWidth: Int?

    @Option(
        help: ArgumentHelp("Heads that write.", valueName: "n").withDefault(text(\.writeHeads)),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var writeHeads: Int?

    @Option(
        help: ArgumentHelp("Heads that read.", valueName: "n").withDefault(text(\.readHeads)),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var readHeads: Int?

    @Option(
        help: ArgumentHelp(
            "Slots that a head can move in a step, to either side.", valueName: "n"
        )
        .withDefault(machine.shiftRange), transform: wholeNumber(from: 0, to: 1 << 16))
    var shiftRange: Int?

    @Option(
        help: ArgumentHelp("Layers of the LSTM.", valueName: "n").withDefault(lstm.layers),
        transform: wholeNumber(from: 1, to: 1 << 10))
    var lstmLayers: Int?

    @Option(
        help: ArgumentHelp("Width of its layers.", valueName: "n").withDefault(lstm.width),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var lstmWidth: Int?

    func validate() throws {
        switch model ?? .ntm {
        case .ntm where lstmLayers != nil || lstmWidth != nil:
            throw ValidationError("--lstm-layers and --lstm-width belong to --model lstm.")
        case .lstm where describesMachine:
            throw ValidationError("Controller, memory and heads belong to --model ntm.")
        default: break
        }
    }

    /// Whether anything was given.
    var isGiven: Bool {
        model != nil || describesMachine || lstmLayers != nil || lstmWidth != nil
    }

    private var describesMachine: Bool {
        controller != nil
            || [controllerWidth, slots, slotWidth, writeHeads, readHeads, shiftRange]
                .contains { $0 != nil }
    }

    /// The default of a size, which for associative recall is another.
    private static func text(_ size: KeyPath<NeuralTuringMachineConfiguration, Int>) -> String {
        "\(machine[keyPath: size]); for associative-recall, feed-forward, "
            + "\(recallMachine[keyPath: size])"
    }

    /// The network for a task.
    func configuration(for task: some AlgorithmicTask) -> TaskModelConfiguration {
        switch model ?? .ntm {
        case .ntm:
            var sizes = task.machine(controller ?? Self.machine.controller)
            sizes.controllerWidth = controllerWidth ?? sizes.controllerWidth
            sizes.slots = slots ?? sizes.slots
            sizes.slotWidth = slotWidth ?? sizes.slotWidth
            sizes.writeHeads = writeHeads ?? sizes.writeHeads
            sizes.readHeads = readHeads ?? sizes.readHeads
            sizes.shiftRange = shiftRange ?? sizes.shiftRange
            return .neuralTuringMachine(sizes)
        case .lstm:
            var sizes = StackedLSTMConfiguration(inputWidth: task.inputWidth)
            sizes.layers = lstmLayers ?? sizes.layers
            sizes.width = lstmWidth ?? sizes.width
            return .lstm(sizes)
        }
    }
}
