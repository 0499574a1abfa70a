// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "Calque", path: "..")],
    targets: [
        .executableTarget(
            name: "TranslateLines", dependencies: [.product(name: "CalqueKit", package: "Calque")]),
        .executableTarget(
            name: "TrainOwnText", dependencies: [.product(name: "CalqueKit", package: "Calque")]),
    ]
)
