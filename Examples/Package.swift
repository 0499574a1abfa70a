// swift-tools-version: 6.1
import PackageDescription

func example(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: [.product(name: "CalqueKit", package: "Calque")])
}

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "Calque", path: "..")],
    targets: [
        example("TranslateLines"), example("TrainOwnText"), example("TrainFurther"),
        example("ManyTasks"),
    ]
)
