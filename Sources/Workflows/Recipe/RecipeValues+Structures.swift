import Basics
import Foundation
import Text
import Yams

// Values of several parts. As text they are YAML that fits a line.

extension RecipeValues where Value == [TrainingRecipe.TextSource] {
    /// The sources of a text: a list of maps.
    static let sources = RecipeValues(
        kind: .structure, allowed: "a list such as [{tmx: a.tmx, weight: 2}, {tsv: b.tsv}]",
        read: { try? parsedSources($0) },
        write: { sources in
            "[" + sources.map(\.text).joined(separator: ", ") + "]"
        },
        problem: { text in
            do throws(FileProblem) {
                _ = try parsedSources(text)
                return nil
            } catch {
                return error.text
            }
        })

    private static func parsedSources(
        _ text: String
    ) throws(FileProblem) -> [TrainingRecipe.TextSource] {
        guard let list = try StructuredValue.node(of: text).sequence, !list.isEmpty else {
            throw FileProblem("it is no list of sources")
        }
        var sources: [TrainingRecipe.TextSource] = []
        for (place, node) in list.enumerated() {
            do throws(FileProblem) {
                sources.append(try TrainingRecipe.TextSource(node))
            } catch {
                throw FileProblem("source \(place + 1) \(error.text)")
            }
        }
        return sources
    }
}

extension RecipeValues where Value == CleaningRules {
    /// The rules that clean a text: a map of those that are not as in practice.
    static let rules = RecipeValues(
        kind: .structure,
        allowed: "standard, or thresholds of rules such as {length-ratio: 2.5, brackets: off}",
        read: { try? parsedRules($0) },
        write: { rules in
            let changes = rules.changes
            return changes.isEmpty
                ? "standard"
                : "{" + changes.map { "\($0.rule): \($0.threshold)" }.joined(separator: ", ") + "}"
        },
        problem: { text in
            do throws(FileProblem) {
                _ = try parsedRules(text)
                return nil
            } catch {
                return error.text
            }
        })

    private static func parsedRules(_ text: String) throws(FileProblem) -> CleaningRules {
        if ["standard", "true", "on"].contains(text) { return CleaningRules() }
        guard let map = try StructuredValue.node(of: text).mapping else {
            throw FileProblem("it is no map of rules")
        }
        var rules = CleaningRules()
        for (rule, threshold) in map {
            do throws(CalqueError) {
                try rules.set(rule.string ?? "", to: threshold.scalar?.string ?? "")
            } catch {
                let sentence = error.problem
                throw FileProblem(
                    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
            }
        }
        return rules
    }
}

extension TrainingRecipe.TextSource {
    /// - Throws: `FileProblem` that goes on from the source's number.
    fileprivate init(_ node: Node) throws(FileProblem) {
        guard let map = node.mapping else { throw FileProblem("is no map") }
        self.init(TrainingRecipe.PairFiles())
        for (key, value) in map {
            let name = key.string ?? ""
            guard let text = value.scalar?.string, !text.isEmpty else {
                throw FileProblem("has no single value of \(FileProblem.quoted(name))")
            }
            if name == "weight" {
                weight = Double(text) ?? .nan
            } else if let place = TrainingRecipe.PairFiles.names.first(where: { $0.name == name }) {
                files[keyPath: place.path] = text
            } else {
                let names = TrainingRecipe.PairFiles.names.map(\.name) + ["weight"]
                throw FileProblem(
                    "has \(FileProblem.quoted(name)), and not only \(FileProblem.list(names))")
            }
        }
        guard weight >= 0.001, weight <= 1000 else {
            throw FileProblem("has a weight that is no number from 0.001 to 1000")
        }
        guard files.isOneText else {
            throw FileProblem("needs source and target, or one of tsv, tmx, xliff and po")
        }
    }

    /// The source as a map that fits a line.
    fileprivate var text: String {
        var parts = files.paths.map { "\($0.name): \(StructuredValue.quoted($0.path))" }
        if weight != 1 { parts.append("weight: \(CleaningRule.text(weight))") }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}

extension CleaningRules {
    /// What is not as in practice, in the order of the rules.
    fileprivate var changes: [(rule: String, threshold: String)] {
        let standard = CleaningRules()
        return CleaningRule.allCases.filter { self[$0] != standard[$0] }.map { rule in
            (rule.rawValue, self[rule].map(CleaningRule.text) ?? "off")
        }
    }
}

/// Values of several parts as text, and as what YAML has.
enum StructuredValue {
    /// What a text says.
    ///
    /// - Throws: `FileProblem`, half a sentence, where it is not YAML.
    static func node(of text: String) throws(FileProblem) -> Node {
        do {
            try BoundedYAML.check(text)
            guard let node = try Yams.compose(yaml: text) else {
                throw FileProblem("there is nothing")
            }
            return node
        } catch let problem as FileProblem {
            throw problem
        } catch {
            throw FileProblem("it is not YAML")
        }
    }

    /// What a node says, as text that fits a line.
    static func text(of node: Node) -> String {
        switch node {
        case .mapping(let map):
            let parts = map.map { "\(text(of: $0.key)): \(text(of: $0.value))" }
            return "{" + parts.joined(separator: ", ") + "}"
        case .sequence(let list): return "[" + list.map(text).joined(separator: ", ") + "]"
        default: return quoted(node.scalar?.string ?? "")
        }
    }

    /// A text as a scalar in quotation marks, which nothing in it can end.
    static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\n": "\\n"
            case "\t": "\\t"
            case _
            where scalar.properties.generalCategory == .control
                || [0x2028, 0x2029, 0xFEFF].contains(scalar.value):
                "\\u" + String(format: "%04X", scalar.value)
            default: "\(scalar)"
            }
        }
        return "\"" + scalars.joined() + "\""
    }

    /// A node as files have it: lists a line each, maps of sources on one line.
    static func styled(_ node: Node) -> Node {
        switch node {
        case .sequence(var list):
            list.style = .block
            for place in list.indices {
                if case .mapping(var map) = list[place] {
                    map.style = .flow
                    list[place] = .mapping(map)
                }
            }
            return .sequence(list)
        case .mapping(var map):
            map.style = .block
            return .mapping(map)
        default: return node
        }
    }
}
