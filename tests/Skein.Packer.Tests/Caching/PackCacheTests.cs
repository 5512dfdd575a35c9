using Skein.Packer.Archives;
using Skein.Packer.Caching;
using Skein.Packer.Planning;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Caching;

public sealed class PackCacheTests : IDisposable
{
    // Long enough after the files were made for their stamps to be trusted.
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private static readonly string Family = new('a', 32);

    private readonly TemporaryDirectory _directory = new();

    // However long the machine takes from here on.
    private readonly DateTimeOffset _made;

    public PackCacheTests()
    {
        Directory.CreateDirectory($"{Folder}/sub");
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
            Write($"sub/{i}", random, 150_000);
        Write("large", random, 3_000_000);
        File.CreateSymbolicLink($"{Folder}/link", "sub/1");
        _made = DateTimeOffset.UtcNow;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => _directory["folder"];

    private string Cache => _directory["cache/blocks"];

    [Fact]
    public async Task An_archive_out_of_the_cache_is_the_same_to_the_byte()
    {
        var (plain, _) = await PackAsync(Later, useCache: false);
        var (first, servedFirst) = await PackAsync(Later);
        var (second, servedSecond) = await PackAsync(Later);
        Assert.Equal(plain, first);
        Assert.Equal(plain, second);
        Assert.Equal(0, servedFirst);
        Assert.InRange(servedSecond, 9_000_000, int.MaxValue);
    }

    [Theory]
    [InlineData("sub/20")]
    [InlineData("large")]
    public async Task A_file_replaced_by_one_of_its_size_and_time_is_packed_anew_and_little_else(string path)
    {
        await PackAsync(Later);
        var time = File.GetLastWriteTimeUtc($"{Folder}/{path}");
        var length = (int)new FileInfo($"{Folder}/{path}").Length;
        Write("replacement", new Random(8), length);
        File.SetLastWriteTimeUtc($"{Folder}/replacement", time);
        File.Move($"{Folder}/replacement", $"{Folder}/{path}", overwrite: true);

        var (cached, served) = await PackAsync(Later);
        var (plain, _) = await PackAsync(Later, useCache: false);
        Assert.Equal(plain, cached);
        Assert.InRange(served, 5_000_000, 9_100_000 - length);
    }

    [Fact]
    public async Task Files_written_just_before_are_neither_kept_nor_taken()
    {
        await PackAsync(TimeSpan.Zero);
        Assert.Equal(0, (await PackAsync(TimeSpan.Zero)).Served);
        Assert.Equal(0, (await PackAsync(Later)).Served);
        Assert.Equal(0, (await PackAsync(TimeSpan.Zero)).Served);
        Assert.NotEqual(0, (await PackAsync(Later)).Served);
    }

    [Fact]
    public async Task Damaged_cache_files_are_ignored_and_replaced()
    {
        var (whole, _) = await PackAsync(Later);
        var bytes = await File.ReadAllBytesAsync(Assert.Single(Files()), Cancellation);
        foreach (var at in (int[])[0, bytes.Length / 2, bytes.Length - 1, bytes.Length - 20, bytes.Length - 100])
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 4;
            await File.WriteAllBytesAsync(Files()[0], damaged, Cancellation);
            Assert.Equal(whole, (await PackAsync(Later)).Archive);
        }

        foreach (var length in (int[])[0, 10, bytes.Length / 2, bytes.Length - 1])
        {
            foreach (var file in Files())
                File.Delete(file);
            await File.WriteAllBytesAsync($"{Directory.GetDirectories(Cache)[0]}/x.blocks", bytes.AsMemory(0, length), Cancellation);
            Assert.Equal(whole, (await PackAsync(Later)).Archive);
        }

        Assert.NotEqual(0, (await PackAsync(Later)).Served);
    }

    [Fact]
    public async Task Many_packs_do_not_leave_many_files()
    {
        var random = new Random(9);
        for (var i = 0; i < 12; i++)
        {
            Write("sub/20", random, 1000 + i);
            await PackAsync(Later);
        }

        Assert.InRange(Files().Length, 1, 9);
        Assert.NotEqual(0, (await PackAsync(Later)).Served);
    }

    [Fact]
    public async Task Packs_at_the_same_time_do_not_disturb_each_other()
    {
        var archives = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PackAsync(Later)));
        Assert.All(archives, pack => Assert.Equal(archives[0].Archive, pack.Archive));
        Assert.Equal(archives[0].Archive, (await PackAsync(Later)).Archive);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_ignored()
    {
        var (whole, _) = await PackAsync(Later);
        var family = Directory.GetDirectories(Cache)[0];
        File.Move(Files()[0], $"{family}/left.part");
        var (again, served) = await PackAsync(Later);
        Assert.Equal(whole, again);
        Assert.Equal(0, served);
    }

    [Fact]
    public async Task Packing_goes_on_without_a_cache_that_can_not_be_made()
    {
        await File.WriteAllTextAsync(_directory["cache"], "a file", Cancellation);
        var (archive, served) = await PackAsync(Later);
        Assert.NotEmpty(archive);
        Assert.Equal(0, served);
    }

    [Fact]
    public async Task A_cache_that_others_may_write_to_is_not_used()
    {
        await PackAsync(Later);
        File.SetUnixFileMode(Cache, (UnixFileMode)0x1ff);
        Assert.Equal(0, (await PackAsync(Later)).Served);
    }

    [Fact]
    public async Task The_least_recently_used_files_go_first()
    {
        var family = _directory[$"root/{Family}"];
        Directory.CreateDirectory(family);
        foreach (var (name, age) in new[] { ("old.blocks", 3), ("older.blocks", 9), ("new.blocks", 1), ("left.part", 50), ("busy.part", 1) })
        {
            await File.WriteAllBytesAsync($"{family}/{name}", new byte[100], Cancellation);
            File.SetLastWriteTimeUtc($"{family}/{name}", DateTime.UtcNow.AddHours(-age));
        }

        CacheDirectory.Trim(_directory["root"], limit: 200);
        Assert.Equal(
            ["busy.part", "new.blocks", "old.blocks"],
            Directory.GetFiles(family).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_cache_has_not_made_stays_however_old_it_is()
    {
        string[] others = ["thesis.tex", "music/song.part", "backup/old.blocks", $"{Family}/notes"];
        foreach (var name in others)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory[$"root/{name}"])!);
            await File.WriteAllBytesAsync(_directory[$"root/{name}"], new byte[100], Cancellation);
            File.SetLastWriteTimeUtc(_directory[$"root/{name}"], DateTime.UtcNow.AddYears(-1));
        }

        Directory.CreateSymbolicLink(_directory[$"root/{new string('b', 32)}"], _directory["root/music"]);
        CacheDirectory.Trim(_directory["root"], limit: 0);
        Assert.All(others, name => Assert.True(File.Exists(_directory[$"root/{name}"]), name));
    }

    [Fact]
    public void The_directory_is_that_of_the_user()
    {
        Assert.Equal("/c/skein/blocks", CacheDirectory.Default(static name => name == "XDG_CACHE_HOME" ? "/c" : "/h"));
        Assert.Equal($"{_directory.Path}/.cache/skein/blocks", CacheDirectory.Default(name => name == "HOME" ? _directory.Path : "relative"));
        Assert.Null(CacheDirectory.Default(static _ => null));
    }

    [Theory]
    [InlineData("HOME", "gone")]
    [InlineData("XDG_CACHE_HOME", "gone/cache")]
    public void A_home_that_does_not_exist_is_not_made(string variable, string home) =>
        Assert.Null(CacheDirectory.Default(name => name == variable ? _directory[home] : null));

    public void Dispose() => _directory.Dispose();

    private string[] Files() => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.blocks", SearchOption.AllDirectories) : [];

    private void Write(string path, Random random, int length)
    {
        var content = new byte[length];
        random.NextBytes(content.AsSpan(0, length / 100));
        File.WriteAllBytes($"{Folder}/{path}", content);
    }

    private async Task<(byte[] Archive, long Served)> PackAsync(TimeSpan after, bool useCache = true)
    {
        var options = new PackOptions
        {
            Kind = EnvironmentKind.Folder, Prefix = Folder, Output = _directory["a.tar.gz"], CacheDirectory = Cache, UseCache = useCache,
        };
        var pack = Preflight.Prepare(options, PackHost.Process with { Variables = static _ => null }, Cancellation);
        using var output = new MemoryStream();
        using var cache = PackCache.TryOpen(pack, options, static _ => null, _made + after);
        await ArchiveWriters.Create(pack, options, output, cache, Cancellation).WriteAsync(pack.Files, null, Cancellation);
        cache?.Commit();
        return (output.ToArray(), cache?.Served ?? 0);
    }
}
