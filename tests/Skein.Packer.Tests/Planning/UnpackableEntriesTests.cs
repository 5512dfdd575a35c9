using Skein.Packer.Inventory;
using Skein.Packer.Planning;

namespace Skein.Packer.Tests.Planning;

public sealed class UnpackableEntriesTests
{
    private static readonly UnpackableEntry[] Entries =
    [
        new("locked", UnpackableReason.Unreadable, true),
        new("secret", UnpackableReason.Unreadable, false),
        new("caf\uFFFD", UnpackableReason.NotUtf8, false),
        new("socket", UnpackableReason.Special, false),
    ];

    [Fact]
    public void Each_kind_is_one_problem_with_all_its_paths_and_special_files_are_warned_of()
    {
        var (problems, warnings) = Tell([]);
        Assert.Equal([["locked/", "secret"], ["caf\uFFFD"]], problems.Select(static problem => problem.Details));
        Assert.Contains("'socket'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_filter_leaves_out_is_nothing_to_speak_of()
    {
        var (problems, warnings) = Tell(
            [new FileFilter("locked/*", false), new FileFilter("s[eo]*", false), new FileFilter("caf?", false)]);
        Assert.Empty(problems);
        Assert.Empty(warnings);
    }

    private static (List<PackProblem> Problems, List<string> Warnings) Tell(IReadOnlyList<FileFilter> filters)
    {
        var (problems, warnings) = (new List<PackProblem>(), new List<string>());
        UnpackableEntries.Tell(Entries, filters, problems, warnings);
        return (problems, warnings);
    }
}
