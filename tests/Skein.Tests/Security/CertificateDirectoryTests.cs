using System.Diagnostics;
using Skein.Security;

namespace Skein.Tests.Security;

public sealed class CertificateDirectoryTests : IDisposable
{
    private static readonly CertificatePair Pair = CertificatePair.Generate();
    private static readonly CertificatePair Other = CertificatePair.Generate();

    private readonly string _parent = Directory.CreateTempSubdirectory("skein-certificates-").FullName;
    private readonly string _directory;

    public CertificateDirectoryTests() => _directory = Path.Combine(_parent, "settings");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public async Task A_saved_pair_is_loaded_again()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);

        var loaded = CertificatePair.Load(_directory);

        Assert.Equal(Pair.CertificatePem, loaded.CertificatePem);
        Assert.Equal(Pair.KeyPem.Reveal(), loaded.KeyPem.Reveal());
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone_and_nothing_else_is_left()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory));
        Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(_directory, "skein.pem")));
        Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(_directory, "skein.crt")));
        Assert.Equal(["skein.crt", "skein.lock", "skein.pem"], Directory.GetFiles(_directory).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_pair_that_is_there_is_kept_unless_forced()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);

        var error = await Assert.ThrowsAsync<CertificateException>(() => Other.SaveAsync(_directory, force: false, Cancellation));

        Assert.Equal($"{_directory} already holds a certificate pair, which running applications may need. Replace it with --force.", error.Message);
        Assert.Equal(Pair.CertificatePem, CertificatePair.Load(_directory).CertificatePem);
        await Other.SaveAsync(_directory, force: true, Cancellation);
        Assert.Equal(Other.CertificatePem, CertificatePair.Load(_directory).CertificatePem);
    }

    [Theory]
    [InlineData("skein.crt")]
    [InlineData("skein.pem")]
    public async Task Half_a_pair_is_refused_like_a_whole_one_and_named_when_loaded(string kept)
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);
        var missing = Path.Combine(_directory, kept == "skein.crt" ? "skein.pem" : "skein.crt");
        File.Delete(missing);

        await Assert.ThrowsAsync<CertificateException>(() => Other.SaveAsync(_directory, force: false, Cancellation));
        await Assert.ThrowsAsync<CertificateException>(() => CertificatePair.LoadOrCreateAsync(_directory, cancellation: Cancellation));
        var error = Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory));
        Assert.Equal($"{missing} does not exist. Make a new pair with: skein config gencerts --force.", error.Message);
    }

    [Fact]
    public async Task Mismatched_halves_are_named()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_directory, "skein.pem"), Other.KeyPem.Reveal(), Cancellation);

        var error = Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory));

        Assert.Equal(
            $"The private key in {_directory}/skein.pem does not belong to the certificate in {_directory}/skein.crt. Make a new pair with: skein config gencerts --force.",
            error.Message);
    }

    [Fact]
    public async Task Damaged_halves_are_named()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_directory, "skein.pem"), "garbage", Cancellation);
        Assert.StartsWith($"There is no unencrypted PEM private key in {_directory}/skein.pem that fits the certificate.", Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_directory, "skein.crt"), "garbage", Cancellation);
        Assert.StartsWith($"There is no PEM certificate in {_directory}/skein.crt.", Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_half_is_named()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);
        var key = Path.Combine(_directory, "skein.pem");
        File.Delete(key);
        Directory.CreateDirectory(key);

        Assert.StartsWith($"{key} can not be read (", Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        await Pair.SaveAsync(_directory, force: false, Cancellation);
        await using (var file = File.OpenWrite(Path.Combine(_directory, "skein.crt")))
            file.SetLength(2 << 20);

        Assert.StartsWith($"{_directory}/skein.crt is too large for a PEM file", Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_pair_is_refused_with_the_remedy()
    {
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await CertificatePair.Generate(new FixedTime(start)).SaveAsync(_directory, force: false, Cancellation);

        var error = Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory));

        Assert.Equal(
            $"The certificate in {_directory}/skein.crt expired on 2020-12-31 00:00:00Z. Make a new pair with: skein config gencerts --force.",
            error.Message);
        Assert.NotNull(CertificatePair.Load(_directory, new FixedTime(start.AddDays(364))));
        Assert.NotNull(CertificatePair.Load(_directory, new FixedTime(start.AddMinutes(-59))));
        Assert.Equal(
            $"The certificate in {_directory}/skein.crt is not valid before 2019-12-31 23:00:00Z: check this machine's clock",
            Assert.Throws<CertificateException>(() => CertificatePair.Load(_directory, new FixedTime(start.AddMinutes(-61)))).Message);
    }

    [Fact]
    public async Task Many_first_users_at_once_end_up_with_one_pair()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => CertificatePair.LoadOrCreateAsync(_directory, cancellation: Cancellation), Cancellation)));

        Assert.Single(all, static result => result.Created);
        Assert.Single(all.Select(static result => result.Pair.CertificatePem).Distinct());
        Assert.Equal(all[0].Pair.CertificatePem, CertificatePair.Load(_directory).CertificatePem);
    }

    [Fact]
    public async Task The_wait_for_another_writer_can_be_cancelled()
    {
        Directory.CreateDirectory(_directory);
        await using var held = new FileStream(Path.Combine(_directory, "skein.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var source = new CancellationTokenSource();
        var saving = Pair.SaveAsync(_directory, force: false, source.Token);
        Assert.False(saving.IsCompleted);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
    }

    [Fact]
    public async Task The_wait_for_another_writer_ends_after_30_seconds()
    {
        Directory.CreateDirectory(_directory);
        await using var held = new FileStream(Path.Combine(_directory, "skein.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var error = await Assert.ThrowsAsync<CertificateException>(() =>
            CertificatePair.LoadOrCreateAsync(_directory, new LeapingTime(TimeSpan.FromSeconds(31)), Cancellation));

        Assert.StartsWith($"{_directory}/skein.lock has been held by another process for 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_of_other_programs_is_respected()
    {
        Directory.CreateDirectory(_directory);
        var start = new ProcessStartInfo("flock", [Path.Combine(_directory, "skein.lock"), "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var holder = Process.Start(start)!;
        try
        {
            Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Cancellation));
            var saving = Pair.SaveAsync(_directory, force: false, Cancellation);
            Assert.False(saving.IsCompleted);

            await holder.StandardInput.WriteLineAsync("go");
            await holder.WaitForExitAsync(Cancellation);
            await saving;
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }

        Assert.Equal(Pair.CertificatePem, CertificatePair.Load(_directory).CertificatePem);
    }

    [Fact]
    public async Task A_directory_that_can_not_be_made_is_named()
    {
        await File.WriteAllTextAsync(_directory, "", Cancellation);

        var error = await Assert.ThrowsAsync<CertificateException>(() => Pair.SaveAsync(_directory, force: false, Cancellation));

        Assert.StartsWith($"{_directory} can not be written (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("or set SKEIN_CONFIG to a directory of yours.", error.Message, StringComparison.Ordinal);
    }
}
