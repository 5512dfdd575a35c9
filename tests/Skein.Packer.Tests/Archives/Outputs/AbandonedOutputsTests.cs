using Skein.Packer.Archives.Outputs;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Archives.Outputs;

public sealed class AbandonedOutputsTests : IDisposable
{
    private const string Part = ".skein-pack-0123.part";

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_new_output_takes_away_what_a_killed_process_left()
    {
        Leave(Part);
        Leave(".skein-pack-4567.part");
        await using (FileOutput.Create(_directory["a.tar"], force: false))
            Assert.Single(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void What_a_process_still_writes_stays()
    {
        Leave(Part);
        using var writer = new FileStream(_directory[Part], FileMode.Open, FileAccess.Write, FileShare.None);
        AssertStays(Part);
    }

    [Fact]
    public void What_was_written_to_just_now_stays()
    {
        Leave(Part);
        File.SetLastWriteTimeUtc(_directory[Part], DateTime.UtcNow.AddMinutes(-50));
        AssertStays(Part);
    }

    [Theory]
    [InlineData(".skein-pack-0123")]
    [InlineData("skein-pack-0123.part")]
    [InlineData("a.part")]
    public void What_is_called_otherwise_stays(string name)
    {
        Leave(name);
        AssertStays(name);
    }

    [Fact]
    public void A_link_and_what_it_leads_to_stay()
    {
        Leave("other");
        File.CreateSymbolicLink(_directory[Part], _directory["other"]);
        AssertStays(Part);
        Assert.True(File.Exists(_directory["other"]));
    }

    [Fact]
    public void A_directory_stays()
    {
        Directory.CreateDirectory(_directory[Part]);
        Directory.SetLastWriteTimeUtc(_directory[Part], DateTime.UtcNow.AddHours(-2));
        AssertStays(Part);
    }

    public void Dispose() => _directory.Dispose();

    private void AssertStays(string name)
    {
        AbandonedOutputs.Remove(_directory.Path);
        Assert.True(Path.Exists(_directory[name]));
    }

    private void Leave(string name)
    {
        File.WriteAllText(_directory[name], "incomplete");
        File.SetLastWriteTimeUtc(_directory[name], DateTime.UtcNow.AddHours(-2));
    }
}
