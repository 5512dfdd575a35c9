using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Reading;

/// <summary>Where the blocks of an open file are. Holds a window of them, so that a file of any size takes little memory.</summary>
internal sealed class LocatedFile
{
    // Bytes asked for at once: a few dozen blocks of the usual 128 MiB.
    private const long WindowLength = 4L * 1024 * 1024 * 1024;

    private readonly string _path;
    private readonly NameNodeClient _nameNode;
    private List<LocatedBlockProto> _window;

    private LocatedFile(
        string path, NameNodeClient nameNode, List<LocatedBlockProto> window, long length, FileEncryptionInfoProto? encryption)
    {
        Encryption = encryption;
        _path = path;
        _nameNode = nameNode;
        _window = window;
        Length = length;
    }

    /// <summary>Bytes of the file as it was when it was opened, with what was visible of a block still being written.</summary>
    public long Length { get; }

    /// <summary>How the content is encrypted; null: it is not.</summary>
    public FileEncryptionInfoProto? Encryption { get; }

    public static async Task<LocatedFile> OpenAsync(
        string path, NameNodeClient nameNode, IDataNodeConnector connector, CancellationToken cancellation)
    {
        var located = await LocateAsync(path, nameNode, 0, cancellation);
        if (located.EcPolicy is { } policy)
        {
            throw new FileSystemException(
                FileSystemFault.Unsupported, path, $"the file is erasure coded ({policy.Name}), which this client does not support");
        }

        var window = CompleteBlocks(located);
        var length = (long)located.FileLength;
        if (located.UnderConstruction && !located.IsLastBlockComplete && located.LastBlock is { } last && last.Locs.Count > 0)
        {
            last.B.NumBytes = (ulong)await AskVisibleLengthAsync(path, last, connector, cancellation);
            window.Add(last);
            length = (long)(last.Offset + last.B.NumBytes);
        }

        return new LocatedFile(path, nameNode, window, length, located.FileEncryptionInfo);
    }

    /// <summary>The block that holds the byte at a position below <see cref="Length"/>.</summary>
    public async ValueTask<LocatedBlockProto> FindAsync(long position, CancellationToken cancellation) =>
        FindInWindow(position) ?? await RefreshAsync(position, cancellation);

    /// <summary>Asks the NameNode anew for the blocks from a position on, and finds the one there.</summary>
    public async Task<LocatedBlockProto> RefreshAsync(long position, CancellationToken cancellation)
    {
        var located = await LocateAsync(_path, _nameNode, position, cancellation);
        var unfinished = FindInWindow(position) is { } known && position >= (long)located.FileLength ? known : null;
        _window = CompleteBlocks(located);
        if (unfinished is not null && located.LastBlock is { } last && last.B.BlockId == unfinished.B.BlockId)
        {
            // The visible length of the moment when the file was opened goes on to count; locations and token are new.
            last.B.NumBytes = unfinished.B.NumBytes;
            _window.Add(last);
        }

        return FindInWindow(position)
            ?? throw new FileSystemException(FileSystemFault.Other, _path, $"the file has changed: nothing is at {position} any more");
    }

    private static async Task<LocatedBlocksProto> LocateAsync(
        string path, NameNodeClient nameNode, long position, CancellationToken cancellation) =>
        await nameNode.GetBlockLocationsAsync(path, position, WindowLength, cancellation)
            ?? throw new FileNotFoundException($"{path}: not found", path);

    // A block still being written may be listed too, with a length that says nothing.
    private static List<LocatedBlockProto> CompleteBlocks(LocatedBlocksProto located) =>
        [.. located.Blocks.Where(block => block.Offset < located.FileLength).OrderBy(block => block.Offset)];

    private static async Task<long> AskVisibleLengthAsync(
        string path, LocatedBlockProto block, IDataNodeConnector connector, CancellationToken cancellation)
    {
        var faults = new List<string>();
        foreach (var node in block.Locs)
        {
            try
            {
                var dataNode = new DataNodeClient(connector.OpenChannel(node.Id, block.BlockToken));
                var length = await dataNode.GetReplicaVisibleLengthAsync(block.B, cancellation);
                if (length >= 0)
                    return length;
                faults.Add($"{node.Describe()}: says its replica has {length} bytes");
            }
            catch (IOException e)
            {
                faults.Add($"{node.Describe()}: {e.Message}");
            }
        }

        throw new FileSystemException(
            FileSystemFault.Other,
            path,
            $"no DataNode tells the length of {block.B.Describe()}, which is still being written: {string.Join("; ", faults)}");
    }

    private LocatedBlockProto? FindInWindow(long position)
    {
        var (low, high) = (0, _window.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var block = _window[middle];
            if (position < (long)block.Offset)
                high = middle - 1;
            else if (position >= (long)(block.Offset + block.B.NumBytes))
                low = middle + 1;
            else
                return block;
        }

        return null;
    }
}
