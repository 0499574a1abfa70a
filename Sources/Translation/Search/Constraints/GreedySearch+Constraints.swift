import Models
import Tensors

extension SearchBatch {
    /// Whether some translation has to have something in it.
    var hasConstraints: Bool { sentences.contains { $0.constraints != nil } }
}

extension GreedySearch {
    /// The beam of a sentence whose translation has to have something in it: a single hypothesis
    /// would have no choice of the place.
    private static let constrainedBeamSize = 4

    /// Translates what has constraints by beam search, and everything else greedily.
    func constrainedTranslations<Model: TranslationModel>(
        of batch: SearchBatch, with model: Model, _ context: Context
    ) -> [[SearchResult]] {
        var wide = options
        wide.beamSize = Self.constrainedBeamSize
        var results = [[SearchResult]](repeating: [], count: batch.sentences.count)
        func search(_ search: any Search, where belongs: (SearchSentence) -> Bool) {
            let places = batch.sentences.indices.filter { belongs(batch.sentences[$0]) }
            let part = SearchBatch(
                places.map { batch.sentences[$0] }, padding: model.specialTokens.padding,
                for: context.precision)
            for (place, found) in zip(places, search.translations(of: part, with: model, context)) {
                results[place] = found
            }
        }
        search(BeamSearch(wide)) { $0.constraints != nil }
        search(self) { $0.constraints == nil }
        return results
    }
}
