package dev.minidocker.exercises.uts;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labkit.testing.SolutionContract;

@Requires(Need.NAMESPACES)
class UtsSolutionsIT implements SolutionContract {}
