// What `print` and texts can show.
extension Tensor: Shown {}
extension Summary: Shown {}
extension ShapeError: Shown {}
extension StateError: Shown {}
extension FileError: Shown {}
extension NonFiniteLossError: Shown {}
