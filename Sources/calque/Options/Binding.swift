import ArgumentParser
import CalqueKit

/// Whether each worker stays on a core.
struct Binding: ParsableArguments {
    @Flag(help: "One core for each worker, where nothing else runs.")
    var bind = false

    /// Binds the workers of this process, if that is wanted, or says why not.
    func begin() {
        guard bind else { return }
        WorkerBinding.begin { StandardError.writeLine($0) }
    }

    /// What was given to a command, whichever of its groups has it.
    ///
    /// - Parameter options: The command, or a group of its options.
    /// - Returns: Nil for a command without workers.
    static func given(in options: Any) -> Binding? {
        for child in Mirror(reflecting: options).children {
            guard let group = (child.value as? any OptionsOfGroup)?.options else { continue }
            if let found = group as? Binding ?? given(in: group) { return found }
        }
        return nil
    }
}

/// A group of options of a command, whatever is in it.
private protocol OptionsOfGroup {
    var options: Any { get }
}

extension OptionGroup: OptionsOfGroup {
    fileprivate var options: Any { wrappedValue }
}
