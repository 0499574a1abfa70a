extension String {
    /// The text of some Unicode scalars.
    ///
    /// - Parameter scalars: The scalars, in order.
    package init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
