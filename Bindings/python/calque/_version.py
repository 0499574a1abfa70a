# As in Sources/Basics/CalqueVersion.swift, which a test compares with it.
VERSION = "0.1.0"
