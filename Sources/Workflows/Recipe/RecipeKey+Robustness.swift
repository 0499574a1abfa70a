import Text

extension RecipeKey {
    static let robustness =
        [
            RecipeKey(
                "robustness", \.robustness.preset, .word, unit: "shares", in: .robustness,
                """
                The shares of the following that are not given: none, or those of Mozilla's students \
                and Calque's own of joined sentences and tags.
                """)
        ]
        + [
            share(
                "upper-case", \.robustness.upperCase, standard.upperCase,
                "Share of the pairs of an epoch that are in capitals."),
            share(
                "title-case", \.robustness.titleCase, standard.titleCase,
                "Share whose words all begin with a capital."),
            share(
                "no-final-stop", \.robustness.noFinalStop, standard.noFinalStop,
                "Share that loses the full stop at the end of both sides."),
            share(
                "typos", \.robustness.typos, standard.typos,
                "Share whose source sentences have typing errors."),
            share(
                "joined-sentences", \.robustness.joined, standard.joined,
                "Share that is followed in the same line by the one or two pairs after it."),
            share(
                "tags", \.robustness.tags, standard.tags,
                """
                Share with tags around aligned or equal words or a placeholder, the same on both \
                sides.
                """),
        ]

    private static var standard: TextAugmentation { .standard(seed: 0) }

    private static func share(
        _ name: String, _ path: any Path<Double?>, _ standard: Double, _ meaning: String
    ) -> RecipeKey {
        RecipeKey(
            name, optional: path, .probability, unit: "share",
            standard: "0.0; \(standard) with robustness standard", in: .robustness, meaning)
    }
}
