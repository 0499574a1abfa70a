import Basics
import Foundation
import Training

/// A training that goes on.
extension StagesFolder {
    /// Throws `CalqueError` where what is done, or begun, would have been another by a new recipe.
    ///
    /// - Parameters:
    ///   - before: The stages that it was begun with.
    ///   - now: The stages as they are to be.
    ///   - notes: What is done.
    func requireContinuation(
        of before: [ResolvedStage], by now: [ResolvedStage], _ notes: Notes
    ) throws {
        for earlier in before where Self.isThere(stage(earlier.index, earlier.name)) {
            guard earlier.index < now.count, now[earlier.index].name == earlier.name else {
                throw Self.changed(earlier, "its name or place")
            }
            let later = now[earlier.index]
            guard earlier.beginning == later.beginning else { throw Self.changed(earlier, "from") }
            guard earlier.backTranslation == later.backTranslation else {
                throw Self.changed(earlier, "back-translate")
            }
            guard notes.done.contains(Self.name(earlier.index, earlier.name)) else { continue }
            let changed = later.recipe.differences(from: earlier.recipe).map(\.name)
                .filter { $0 != "workers" }
            guard changed.isEmpty else {
                throw CalqueError(
                    """
                    Stage \(earlier.name) is done, and another \(changed.joined(separator: ", ")) would \
                    change nothing. Leave that out, or begin a new training in another folder.
                    """, kind: .configuration)
            }
        }
        try requireSameTokenizer(before, now)
    }

    /// What cut the text that is there already.
    private func requireSameTokenizer(_ before: [ResolvedStage], _ now: [ResolvedStage]) throws {
        guard Self.isThere(tokenizer), let earlier = before.first, let later = now.first else {
            return
        }
        let changed = later.recipe.differences(from: earlier.recipe)
            .filter { $0.section == .tokenizer && $0.name != "subword-sampling" }
        guard let key = changed.first else { return }
        throw Self.changed(earlier, key.name)
    }

    private static func changed(_ stage: ResolvedStage, _ what: String) -> CalqueError {
        CalqueError(
            """
            Stage \(stage.name) has begun, and was another by \(what). Leave that as it was, or begin a new \
            training in another folder.
            """, kind: .configuration)
    }
}
