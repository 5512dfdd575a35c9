using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Skein.Hadoop.FileSystems;
using Skein.Submission.Planning;

namespace Skein.Submission.Uploads;

/// <summary>SHA-256 of local files, remembered between runs by path, size and modification time.</summary>
/// <remarks>
/// The memory is a text file, one line a file: <c>SHA256 SIZE TICKS PATH</c>, newest last. It is a convenience: unreadable or
/// unwritable, hashes are simply computed. A file changed within the last seconds is not remembered, since a second change in the
/// same tick of the clock would go unseen.
/// </remarks>
public sealed class FileHashes
{
    private const int MaximumEntries = 1000;
    private const int BlockSize = 1 << 20;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly string? _memory;
    private readonly TimeProvider _time;

    /// <param name="memory">Path of the memory file; its directory is made when needed. Null: nothing is remembered.</param>
    /// <param name="time">Clock for the age of files.</param>
    public FileHashes(string? memory, TimeProvider time)
    {
        _memory = memory;
        _time = time;
    }

    /// <summary>Describes local files, in the order given.</summary>
    /// <exception cref="InvalidSubmissionException">Files are missing or can not be read; all of them are named.</exception>
    public async Task<IReadOnlyList<LocalFile>> DescribeAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var described = new List<LocalFile>();
        var remembered = await ReadAsync(cancellation);
        var known = remembered.Count;
        foreach (var path in paths)
        {
            try
            {
                if (Directory.Exists(path))
                    problems.Add($"{path} is a directory; pack it first: skein pack --kind folder -p {path} -o {Path.GetFileName(path)}.tar.gz");
                else if (!File.Exists(path))
                    problems.Add($"{path} does not exist");
                else
                    described.Add(await DescribeAsync(Path.GetFullPath(path), remembered, cancellation));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{path} can not be read: {e.Message}");
            }
        }

        if (problems.Count > 0)
            throw new InvalidSubmissionException(problems);
        if (remembered.Count != known)
            await WriteAsync(remembered, cancellation);
        return described;
    }

    private async Task<LocalFile> DescribeAsync(string path, Dictionary<string, string> remembered, CancellationToken cancellation)
    {
        // A link has its own name and the size, time and contents of what it leads to.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        var key = string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks} {file.FullName}");
        if (!remembered.TryGetValue(key, out var hash))
        {
            hash = await HashAsync(file, cancellation);
            if (_time.GetUtcNow() - file.LastWriteTimeUtc > Settled)
                remembered[key] = hash;
        }

        return new LocalFile(path, file.Length, hash);
    }

    private static async Task<string> HashAsync(FileInfo file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using var content = RegularFile.Open(file.FullName);
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            {
                // A device has no length, and may have no end.
                if ((length += read) > file.Length)
                    throw new IOException("it goes on after its end; it is a device, or being written to");
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task<Dictionary<string, string>> ReadAsync(CancellationToken cancellation)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_memory is null)
            return entries;
        try
        {
            foreach (var line in await File.ReadAllLinesAsync(_memory, cancellation))
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                if (space == 2 * SHA256.HashSizeInBytes)
                    entries[line[(space + 1)..]] = line[..space];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is remembered, so everything is computed.
        }

        return entries;
    }

    private async Task WriteAsync(Dictionary<string, string> entries, CancellationToken cancellation)
    {
        if (_memory is null)
            return;
        var temporary = $"{_memory}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_memory)!);
            var text = new StringBuilder();
            foreach ((var key, var hash) in entries.Skip(Math.Max(0, entries.Count - MaximumEntries)))
                text.Append(hash).Append(' ').Append(key).Append('\n');
            await File.WriteAllTextAsync(temporary, text.ToString(), cancellation);
            File.Move(temporary, _memory, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is remembered, so the next submission computes again.
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }
}
