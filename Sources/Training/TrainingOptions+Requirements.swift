import Basics
import Models
import Tensors

/// What a training needs.
extension TrainingOptions {
    /// Throws `CalqueError` when a model cannot be trained so.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - data: What it is trained on.
    func requirePossible(for model: any SequenceToSequenceModel, _ data: TrainingData) throws {
        guard data.count > 0 else {
            throw CalqueError(
                "There is no sentence pair to train on. Check the files and filters.", kind: .input)
        }
        guard Precision.trainable.contains(precision) else {
            throw CalqueError(
                "A model cannot be trained in \(precision.rawValue). Train in another "
                    + "precision, and convert the model.", kind: .configuration)
        }
        try validate()
        guard data.longestCount <= model.maximumLength else {
            throw CalqueError(
                """
                The longest training sentence has \(data.longestCount) tokens, and the model takes \
                \(model.maximumLength). Leave out longer pairs, or give the model more positions.
                """, kind: .configuration)
        }
    }

    /// Throws `CalqueError` when something is a share of a run whose end nothing tells.
    package func validate() throws {
        guard !budget.isLimited else { return }
        guard !schedule.needsEnd else {
            throw CalqueError(
                """
                The learning rate depends on when the run ends, and nothing says when that is. Limit its updates, \
                epochs or time, or choose a schedule and a warm-up that count updates.
                """, kind: .configuration)
        }
        if case .share = validationInterval {
            throw CalqueError(
                """
                Validations are to come after a share of the run, and nothing says when it ends. Limit its updates, \
                epochs or time, or give the updates between validations.
                """, kind: .configuration)
        }
    }
}
