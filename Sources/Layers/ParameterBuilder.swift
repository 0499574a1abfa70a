public import Tensors

/// A place in the tree of parameter names, at which layers declare theirs:
/// `builder["encoder"]["layers"][0]` is the path `encoder.layers.0`. Paths thus derive from how the
/// layers are nested.
public struct ParameterBuilder {
    /// The store that the parameters go into.
    public let store: ParameterStore
    private let path: String

    /// The root of the tree.
    public init(_ store: ParameterStore) {
        self.store = store
        self.path = ""
    }

    private init(_ store: ParameterStore, path: String) {
        self.store = store
        self.path = path
    }

    /// The place `name` below this one.
    public subscript(name: String) -> ParameterBuilder {
        ParameterBuilder(store, path: fullName(name))
    }

    /// The place of element `index` below this one.
    public subscript(index: Int) -> ParameterBuilder { self[String(index)] }

    /// Declares a parameter.
    ///
    /// - Parameters:
    ///   - name: Its name below this place.
    ///   - shape: Its sizes, outermost first.
    ///   - initializer: What its numbers begin as.
    ///   - isTrainable: Whether training changes it.
    ///   - isQuantizable: Whether it is a matrix that is read by products alone, or as an
    ///     embedding, and so may be kept in eight bits.
    public func parameter(
        _ name: String, _ shape: Int..., initializer: Initializer, isTrainable: Bool = true,
        isQuantizable: Bool = false
    ) -> Parameter {
        store.declare(
            fullName(name), shape: shape, initializer: initializer, isTrainable: isTrainable,
            isQuantizable: isQuantizable)
    }

    /// Declares parameters of one shape that lie side by side, so that they can be used as one
    /// matrix.
    public func stack(
        _ names: [String], _ shape: Int..., initializer: Initializer, isQuantizable: Bool = false
    ) -> Parameter {
        store.declareStack(
            names.map(fullName), shape: shape, initializer: initializer,
            isQuantizable: isQuantizable)
    }

    private func fullName(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
