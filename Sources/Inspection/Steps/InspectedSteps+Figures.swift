public import Figures

extension InspectedSteps {
    /// The steps side by side, a row for every key; as text, a table of their numbers.
    ///
    /// - Parameter model: What the title calls the model; empty for nothing said.
    public func figure(model: String = "") -> MatrixStrip {
        steps.figure(
            title: (model.isEmpty ? "" : "\(model): ")
                + "\(site.title), layer \(layer), head \(head), token \(token) “\(query)” "
                + "step by step",
            query: "query of \(query)", keys: keys)
    }
}
