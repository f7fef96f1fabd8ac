#if os(Linux)
    @preconcurrency import Glibc

    /// Which file a descriptor or a path leads to, and who may use it.
    struct FileIdentity: Equatable {
        private let device: dev_t, number: ino_t, mode: mode_t

        init(of descriptor: Int32) {
            var information = stat()
            fstat(descriptor, &information)
            self.init(information)
        }

        init(at path: String) {
            var information = stat()
            lstat(path, &information)
            self.init(information)
        }

        private init(_ information: stat) {
            (device, number, mode) = (information.st_dev, information.st_ino, information.st_mode)
        }
    }
#endif
