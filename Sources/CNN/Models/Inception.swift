extension Network {
    /// An Inception module: 1×1, 3×3, 5×5 convolutions and pooling side by side; before the larger kernels and after
    /// the pool a 1×1 convolution that reduces the channels. The numbers are channels, (reduced, final) for 3×3 and
    /// 5×5.
    public static func inception(
        _ oneByOne: Int, _ threeByThree: (Int, Int), _ fiveByFive: (Int, Int), _ pool: Int
    ) -> Concat {
        Concat {
            Network {
                Convolution(oneByOne, kernel: 1)
                ReLU()
            }
            Network {
                Convolution(threeByThree.0, kernel: 1)
                ReLU()
                Convolution(threeByThree.1, kernel: 3, padding: .same)
                ReLU()
            }
            Network {
                Convolution(fiveByFive.0, kernel: 1)
                ReLU()
                Convolution(fiveByFive.1, kernel: 5, padding: .same)
                ReLU()
            }
            Network {
                MaxPooling(3, stride: 1, padding: .same)
                Convolution(pool, kernel: 1)
                ReLU()
            }
        }
    }
}
