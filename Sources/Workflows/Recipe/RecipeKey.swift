public import Basics

/// A setting of a training run: its name, what it may be, what it is otherwise, and what it means.
///
/// The table of all keys (``all``) is the one place that knows them: YAML files, the command line,
/// the page of keys and the errors read it.
public struct RecipeKey: Sendable {
    /// What the keys of a recipe are about, in the order of the table.
    public enum Section: String, Sendable, CaseIterable {
        /// Where pairs come from, and which are left out.
        case text = "Text"
        /// Text that a model which is trained on is not to forget.
        case general = "General text"
        /// Changes of the text while a model is trained, so that it takes what people write.
        case robustness = "Robustness"
        /// How sentences are cut into tokens.
        case tokenizer = "Tokenizer"
        /// What models of all architectures have.
        case model = "Model"
        /// The Transformer's sizes and options.
        case transformer = "Transformer"
        /// What is taken out of a Transformer to see what it is there for.
        case study = "Study"
        /// Sizes and options of recurrent encoder-decoders.
        case recurrent = "Recurrent models"
        /// The Neural Turing Machine's memory and heads.
        case machine = "Neural Turing Machines"
        /// The schedule of the learning rate.
        case learningRate = "Learning rate"
        /// Adam, and what is done to gradients and weights around its step.
        case optimizer = "Optimiser"
        /// What goes into one update, and how it is computed.
        case update = "Update"
        /// When a run ends.
        case end = "End"
        /// When and how held-out pairs are translated, and which checkpoint is the best.
        case validation = "Validation"
        /// What a run writes into its folder, and which model it leaves.
        case checkpoints = "Checkpoints"
    }

    /// The name: `warm-up`.
    public let name: String
    /// What it is about.
    public let section: Section
    /// What a value is called or counted in, such as `tokens`.
    public let unit: String
    /// What is allowed, as it goes on after "allowed is".
    public let allowed: String
    /// What the value is unless it is given: one that is the same for every run, or the rule by which
    /// it is found.
    public let standard: String?
    /// What it means: a sentence.
    public let meaning: String
    /// Whether a run that goes on has to keep it: what the text, the tokenizer, the model and the order
    /// of the data follow from.
    public let isFixed: Bool

    /// The value that a recipe has, as it is written in files; nil where it has none.
    public let read: @Sendable (TrainingRecipe) -> String?
    let kind: Kind
    /// Gives a recipe a value; false if the text is none that is allowed.
    let write: @Sendable (inout TrainingRecipe, String) -> Bool
    /// Takes the value away that a recipe may lack.
    let clear: @Sendable (inout TrainingRecipe) -> Void

    /// What is wrong with a text that is not allowed, where more can be said than what is.
    let problem: @Sendable (String) -> String?

    /// How a value is written in files of typed values.
    enum Kind: Sendable {
        case number, truth, word, text, path
        /// A list or a map, which as text is YAML on a line.
        case structure
    }
}

extension RecipeKey {
    typealias Path<Value> = WritableKeyPath<TrainingRecipe, Value> & Sendable

    /// A key that every recipe has a value of.
    init<Value>(
        _ name: String, _ path: any Path<Value>, _ values: RecipeValues<Value>, unit: String = "",
        fixed isFixed: Bool = false, in section: Section, _ meaning: String
    ) {
        let standard = values.write(TrainingRecipe()[keyPath: path])
        self.init(
            name: name, section: section, unit: unit, allowed: values.allowed, standard: standard,
            meaning: meaning, isFixed: isFixed, read: { values.write($0[keyPath: path]) },
            kind: values.kind,
            write: { recipe, text in
                guard let value = values.read(text) else { return false }
                recipe[keyPath: path] = value
                return true
            },
            clear: { $0[keyPath: path] = TrainingRecipe()[keyPath: path] },
            problem: values.problem)
    }

    /// A key that a recipe may lack.
    ///
    /// - Parameter standard: What the value is then.
    init<Value>(
        _ name: String, optional path: any Path<Value?>, _ values: RecipeValues<Value>,
        unit: String = "", standard: String? = nil, fixed isFixed: Bool = false,
        in section: Section, _ meaning: String
    ) {
        self.init(
            name: name, section: section, unit: unit, allowed: values.allowed, standard: standard,
            meaning: meaning, isFixed: isFixed, read: { $0[keyPath: path].map(values.write) },
            kind: values.kind,
            write: { recipe, text in
                guard let value = values.read(text) else { return false }
                recipe[keyPath: path] = value
                return true
            },
            clear: { $0[keyPath: path] = nil }, problem: values.problem)
    }
}

extension RecipeKey {
    /// Every key, in the order in which files and pages have them.
    public static let all: [RecipeKey] = sections.flatMap(\.self)

    private static let sections: [[RecipeKey]] = [
        text, general, robustness, tokenizer, model, transformer, study, recurrent, machine,
        learningRate, optimizer, update, end, validation, checkpoints,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The key of a name.
    ///
    /// - Throws: `CalqueError` saying which one may have been meant.
    public static func named(_ name: String) throws(CalqueError) -> RecipeKey {
        if let key = byName[name] { return key }
        let near = NearestName.of(name, among: all.map(\.name))
        throw CalqueError(
            "\"\(name)\" is no key of a recipe."
                + (near.map { " Its name may be \"\($0)\"." } ?? ""), kind: .configuration)
    }

    /// What to say of a value that the key cannot have.
    func refusal(of value: String) -> CalqueError {
        let detail = problem(value).map { ": \($0)" } ?? ""
        return CalqueError(
            "\(name) cannot be \"\(value)\"\(detail). Allowed is \(allowed).",
            kind: .configuration)
    }
}
