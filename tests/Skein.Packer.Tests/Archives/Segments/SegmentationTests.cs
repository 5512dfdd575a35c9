using Skein.Packer.Archives.Reading;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Archives.Segments;

public sealed class SegmentationTests
{
    [Fact]
    public void Every_file_is_in_one_segment_and_segments_have_their_size()
    {
        var files = Files(3000);
        var segments = Split(files);
        Assert.Equal(files.Select(static file => file.Path), segments.SelectMany(Paths));
        Assert.All(segments.OfType<FileBatch>(), static batch => Assert.InRange(batch.Size, 1, Segmentation.SegmentSize * 3 / 2));
        Assert.InRange(segments.Average(static segment => segment.Size), Segmentation.SegmentSize / 2, Segmentation.SegmentSize);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1234)]
    [InlineData(2999)]
    public void A_file_more_or_less_moves_the_cuts_near_it_only(int at)
    {
        var files = Files(3000);
        var before = Split(files).Select(Name).ToHashSet();
        files.Insert(at, File(files[at].Path + "-new", 30_000));
        var after = Split(files).Select(Name).ToHashSet();
        Assert.InRange(after.Except(before).Count(), 1, 5);
    }

    [Fact]
    public void Large_files_are_cut_into_equal_pieces()
    {
        var segments = Split([File("a", 10), File("large", 5_000_000), File("z", 10)]);
        Assert.Equal(["FileBatch", "FilePiece", "FilePiece", "FilePiece", "FilePiece", "FilePiece", "FileBatch"], segments.Select(static s => s.GetType().Name));
        Assert.All(segments.OfType<FilePiece>(), static piece => Assert.Equal(1_000_000, piece.Size));
    }

    private static List<Segment> Split(List<PackFile> files) =>
        [.. new Segmentation(new EntryReader(new NoRelocation(new InstalledPrefix("/x")))).Split(files)];

    private static List<PackFile> Files(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => File($"lib/{i:D5}.py", random.Next(40_000)))];
    }

    private static PackFile File(string path, long size) => new() { Path = path, Kind = PackFileKind.Regular, Mode = 0, Size = size };

    private static IEnumerable<string> Paths(Segment segment) => segment switch
    {
        FileBatch batch => batch.Files.Select(static file => file.Path),
        _ => [segment.LastPath],
    };

    private static string Name(Segment segment) => string.Join(' ', Paths(segment));
}
