import Tensors

/// What a step changes in the weights, on its way to other ranks as bfloat16.
///
/// The weights themselves rounded would lose what steps have changed in them. The change loses a
/// thousandth of itself, in either direction; and as all ranks add the same rounded change, the one that made
/// it too, all have the same weights.
final class WeightChanges: Sendable {
    private let store: ParameterStore
    private let before: ParameterVector
    private let changes: Bfloat16Vector

    init(of store: ParameterStore) {
        self.store = store
        before = ParameterVector(for: store, sparsely: true)
        changes = Bfloat16Vector(for: store)
    }

    /// The changes of all weights.
    var bytes: UnsafeMutableRawBufferPointer { changes.bytes(in: 0..<store.count) }

    /// Keeps the weights that a step is about to change.
    func keep(_ range: Range<Int>) { before.copy(from: store, in: range) }

    /// Rounds what a step has changed, and takes it back.
    func round(in range: Range<Int>) { changes.takeChanges(of: store, since: before, in: range) }

    /// Changes weights.
    func add(in range: Range<Int>) { changes.add(to: store, in: range) }
}
