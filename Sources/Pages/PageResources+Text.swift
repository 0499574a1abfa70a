/// What the page that looks inside a model is made of.
package enum InspectionPageResources {
    /// The colors of all pages, as style.
    package static let palette = text(PackageResources.palette_css)

    /// What it has in common with other pages that have controls, as style.
    package static let base = text(PackageResources.base_css)

    /// Its style.
    package static let style = [
        PackageResources.palette_css, PackageResources.base_css, PackageResources.page_css,
        PackageResources.pictures_css, PackageResources.sections_css,
        PackageResources.dictionary_css,
    ].map(text).joined(separator: "\n")

    /// Its script: the files one after the other, those first that others use.
    package static let script = [
        PackageResources.data_js, PackageResources.elements_js, PackageResources.document_js,
        PackageResources.selection_js, PackageResources.picture_js, PackageResources.matrix_js,
        PackageResources.lines_js, PackageResources.overview_js, PackageResources.sections_js,
        PackageResources.steps_js, PackageResources.beam_js, PackageResources.layers_js,
        PackageResources.contrast_js, PackageResources.dictionary_js, PackageResources.page_js,
    ].map(text).joined(separator: "\n")

    private static func text(_ file: [UInt8]) -> String { String(decoding: file, as: UTF8.self) }
}
