import Foundation
import Testing

/// Formulas in notebooks are as Jupyter wants them.
@Suite struct NotebookTests {
    @Test func formulasStandBetweenDollarSigns() throws {
        let lesson = """
            # Cost $5, size $`n_H`$

            A `$` and `` $`x`$ `` stay, $`a | b`$ is set; so is
            - $`y_
              1`$, but \\$`z`$ is code.

            ```math
            a + b
            \\frac12
            ```

            > ```math
            > c
            > ```

            | $`t`$ |
            |-------|
            | 1     |

            ```c
            x = "$`y`$";
            ```

            ```swift
            print(1)
            ```

            ```output
            1
            ```

            """
        let course = try Samples.goodAndBad(["1-part/03-notebook.md": lesson])
        let text = try course.lessons("export", "notebook", "--format", "ipynb").output
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let cells = try #require(root["cells"] as? [[String: Any]])
        let prose = try #require(cells.first?["source"] as? String)
        #expect(
            prose == """
                # Cost $5, size $n_H$

                A `$` and `` $`x`$ `` stay, $a | b$ is set; so is
                - $y_
                  1$, but \\$`z`$ is code.

                $$
                a + b
                \\frac12
                $$

                > $$
                > c
                > $$

                | $t$ |
                |-------|
                | 1     |

                ```c
                x = "$`y`$";
                ```

                """)
    }
}
