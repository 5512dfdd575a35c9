namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>The simulated application did what no application may do.</summary>
internal sealed class InvariantBrokenException(string message) : Exception(message)
{
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvariantBrokenException(otherwise);
    }
}
