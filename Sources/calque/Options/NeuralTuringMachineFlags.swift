import ArgumentParser
import CalqueKit

/// What differs from a named size of a Neural Turing Machine for language. All are empty unless
/// given.
struct NeuralTuringMachineFlags: ArchitectureOptions {
    static let owner = "Neural Turing Machines"

    @Option(
        help: ArgumentHelp("Slots of the memory. (default: 64)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var slots: Int?

    @Option(
        help: ArgumentHelp("Numbers in a slot. (default: 32)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var slotWidth: Int?

    @Option(
        help: ArgumentHelp(
            "Heads that read, of encoder and decoder each. (default: 1)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var readHeads: Int?

    @Option(
        help: ArgumentHelp(
            "Heads that write, of encoder and decoder each. (default: 1)", valueName: "n"),
        transform: wholeNumber(from: 1, to: 1 << 16))
    var writeHeads: Int?

    @Option(
        help: ArgumentHelp(
            "How many slots a head can move in a step, to either side. (default: 1)",
            valueName: "n"),
        transform: wholeNumber(from: 0, to: 1 << 16))
    var shiftRange: Int?

    func apply(to configuration: inout NeuralTuringTranslationConfiguration) {
        if let slots { configuration.slots = slots }
        if let slotWidth { configuration.slotWidth = slotWidth }
        if let readHeads { configuration.readHeads = readHeads }
        if let writeHeads { configuration.writeHeads = writeHeads }
        if let shiftRange { configuration.shiftRange = shiftRange }
    }
}
