// swift-tools-version:5.9
import Foundation
import PackageDescription

/// Where the static library lies: beside this file, put there by `package swift`.
let library = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("lib").path

let package = Package(
    name: "Pms",
    products: [.library(name: "Pms", targets: ["Pms"])],
    targets: [
        .systemLibrary(name: "PmsFFI"),
        .target(
            name: "Pms", dependencies: ["PmsFFI"], linkerSettings: [.unsafeFlags(["-L\(library)"])]),
        .testTarget(name: "PmsTests", dependencies: ["Pms"]),
    ]
)
