namespace Skein.Packer.Tests.EndToEnd;

/// <summary>What a test needs of the machine: a test without it is skipped, and fails in CI, where <c>build/prerequisites</c> brings it.</summary>
internal static class Prerequisite
{
    public static void Program(string name) => Require(Shell.Has(name), $"There is no {name} on this machine.");

    public static void Root() => Require(Environment.UserName == "root", "Only root can become another user.");

    public static void Require(bool holds, string problem)
    {
        Assert.False(!holds && Environment.GetEnvironmentVariable("CI") == "true", problem);
        Assert.SkipUnless(holds, problem);
    }
}
