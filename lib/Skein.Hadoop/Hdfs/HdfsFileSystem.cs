using System.Runtime.CompilerServices;
using Google.Protobuf;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Hdfs.Encryption;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Hdfs.Reading;
using Skein.Hadoop.Hdfs.Writing;

namespace Skein.Hadoop.Hdfs;

/// <summary>HDFS, spoken natively: RPC to the NameNode, the data transfer protocol to DataNodes.</summary>
public sealed class HdfsFileSystem : IFileSystem
{
    // Replication is asked for by number, so that a directory with an erasure coding policy does not stripe our files.
    private const uint Create = 0x01;
    private const uint Overwrite = 0x02;
    private const uint ShouldReplicate = 0x80;
    private const int StickyAndBelow = 0b1_111_111_111;

    // How long a creation that nobody wants any more is waited for.
    private static readonly TimeSpan CreationPatience = TimeSpan.FromSeconds(5);

    private readonly NameNodeClient _nameNode;
    private readonly HdfsClientContext _context;
    private readonly LeaseRenewer _leases;
    private readonly ServerDefaults _serverDefaults;
    private readonly FileKeys _keys;

    /// <param name="root">Such as <c>hdfs://localhost:9000/</c>.</param>
    /// <param name="nameNode">The NameNode behind it.</param>
    /// <param name="serverDefaults">What that NameNode recommends.</param>
    /// <param name="connector">Opens streams to DataNodes.</param>
    /// <param name="keys">Knows how files in encryption zones are encrypted; owned from here on.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock of time-outs, heartbeats and lease renewal.</param>
    internal HdfsFileSystem(
        Uri root,
        NameNodeClient nameNode,
        ServerDefaults serverDefaults,
        IDataNodeConnector connector,
        FileKeys keys,
        HdfsOptions options,
        TimeProvider time)
    {
        Root = root;
        HomeDirectory = HadoopPath.Normalize($"/user/{options.UserName}");
        _nameNode = nameNode;
        _serverDefaults = serverDefaults;
        _keys = keys;
        _context = new HdfsClientContext(nameNode, connector, options, $"skein_{Guid.NewGuid():N}", time);
        _leases = new LeaseRenewer(_context);
    }

    public Uri Root { get; }

    public string HomeDirectory { get; }

    public async Task<FileStatus?> GetStatusAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        return await _nameNode.GetFileInfoAsync(path, cancellation) is { } status ? ToStatus(path, status) : null;
    }

    public async IAsyncEnumerable<FileStatus> ListAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        var after = ByteString.Empty;
        while (true)
        {
            var page = await _nameNode.GetListingAsync(path, after, cancellation)
                ?? throw new FileNotFoundException($"{path}: not found", path);
            foreach (var entry in page.PartialListing)
                yield return ToStatus(entry.Path.IsEmpty ? path : HadoopPath.Join(path, entry.Path.ToStringUtf8()), entry);
            if (page.RemainingEntries == 0 || page.PartialListing.Count == 0)
                yield break;
            after = page.PartialListing[^1].Path;
        }
    }

    public async Task CreateDirectoryAsync(string path, int permission, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        await _nameNode.MkdirsAsync(path, permission, permission, cancellation);
        // Default ACL entries of the parent, or a directory that was there before, leave other bits than asked for.
        var made = await _nameNode.GetFileInfoAsync(path, cancellation);
        await EnsurePermissionAsync(path, made, permission, cancellation);
    }

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        var file = await LocatedFile.OpenAsync(path, _nameNode, _context.Connector, cancellation);
        var cipher = await _keys.FindAsync(path, file.Encryption, cancellation);
        var content = new HdfsReadStream(path, file, _context);
        return cipher is null ? content : new DecryptingStream(path, content, cipher);
    }

    public async Task<FileWriteStream> CreateAsync(string path, FileCreation options, CancellationToken cancellation)
    {
        path = HadoopPath.Normalize(path);
        var defaults = await _serverDefaults.GetAsync(cancellation);
        var checksum = Checksum(defaults);
        var blockSize = FirstSet(options.BlockSize, _context.Options.BlockSize, (long)defaults.BlockSize);
        if (blockSize % checksum.BytesPerChunk != 0)
        {
            throw new FileSystemException(
                FileSystemFault.Other,
                path,
                $"a block of {blockSize} bytes (dfs.blocksize) is not a whole number of {checksum.BytesPerChunk} bytes (dfs.bytes-per-checksum)");
        }

        var request = new CreateRequestProto
        {
            Src = path,
            Masked = NameNodeClient.Permission(options.Permission),
            Unmasked = NameNodeClient.Permission(options.Permission),
            ClientName = _context.ClientName,
            CreateFlag = Create | ShouldReplicate | (options.Overwrite ? Overwrite : 0),
            CreateParent = true,
            Replication = (uint)FirstSet(options.Replication, _context.Options.Replication, defaults.Replication),
            BlockSize = (ulong)blockSize,
            CryptoProtocolVersion = { CryptoProtocolVersionProto.EncryptionZones },
        };

        var lease = _leases.Acquire();
        FileBeingWritten? file = null;
        try
        {
            var created = await CreateAsync(request, cancellation)
                ?? await _nameNode.GetFileInfoAsync(path, cancellation)
                ?? throw new FileNotFoundException($"{path}: was removed while it was being created", path);
            file = new FileBeingWritten(path, created.FileId, _context);
            cancellation.ThrowIfCancellationRequested();
            RefuseUnsupported(path, created);
            await EnsurePermissionAsync(path, created, options.Permission, cancellation);
            var cipher = await _keys.FindAsync(path, created.FileEncryptionInfo, cancellation);
            var content = new HdfsWriteStream(file, blockSize, checksum, _context, lease);
            return cipher is null ? content : new EncryptingStream(content, cipher.At(0));
        }
        catch
        {
            await lease.DisposeAsync();
            await RemoveQuietlyAsync(file);
            throw;
        }
    }

    public Task RenameAsync(string source, string destination, bool overwrite, CancellationToken cancellation) =>
        _nameNode.Rename2Async(HadoopPath.Normalize(source), HadoopPath.Normalize(destination), overwrite, cancellation);

    public Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation) =>
        _nameNode.DeleteAsync(HadoopPath.Normalize(path), recursive, cancellation);

    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation) =>
        _nameNode.SetPermissionAsync(HadoopPath.Normalize(path), permission, cancellation);

    public Task SetTimesAsync(
        string path, DateTimeOffset? modified, DateTimeOffset? accessed, CancellationToken cancellation) =>
        _nameNode.SetTimesAsync(
            HadoopPath.Normalize(path),
            modified?.ToUnixTimeMilliseconds() ?? -1,
            accessed?.ToUnixTimeMilliseconds() ?? -1,
            cancellation);

    /// <summary>Ends the renewal of leases. Streams must be disposed before; the RPC client is not this object's.</summary>
    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        return _leases.DisposeAsync();
    }

    private static FileStatus ToStatus(string path, HdfsFileStatusProto status) => new(
        path,
        status.FileType == HdfsFileStatusProto.Types.FileType.IsDir,
        (long)status.Length,
        (long)status.ModificationTime,
        (int)status.Permission.Perm,
        status.Owner,
        status.Group);

    private static long FirstSet(params ReadOnlySpan<long> values)
    {
        foreach (var value in values)
        {
            if (value > 0)
                return value;
        }

        return 0;
    }

    private static void RefuseUnsupported(string path, HdfsFileStatusProto created)
    {
        if (created.EcPolicy is { Name: var policy })
        {
            throw new FileSystemException(
                FileSystemFault.Unsupported, path, $"it would be erasure coded ({policy}), which this client does not support");
        }
    }

    private ChunkChecksum Checksum(FsServerDefaultsProto defaults)
    {
        try
        {
            var bytes = FirstSet(_context.Options.BytesPerChecksum, defaults.BytesPerChecksum);
            return new ChunkChecksum(_context.Options.ChecksumType ?? defaults.ChecksumType, (uint)bytes);
        }
        catch (DataTransferException e)
        {
            throw new FileSystemException(
                FileSystemFault.Unsupported, "/", $"{e.Message} (dfs.checksum.type, dfs.bytes-per-checksum)", e);
        }
    }

    // HDFS keeps no set-user-id and set-group-id bits: asking for them is no reason to ask twice.
    private async Task EnsurePermissionAsync(
        string path, HdfsFileStatusProto? found, int permission, CancellationToken cancellation)
    {
        if (found is null || ((int)found.Permission.Perm & StickyAndBelow) != (permission & StickyAndBelow))
            await _nameNode.SetPermissionAsync(path, permission, cancellation);
    }

    // Once sent, a creation may happen whether anybody waits for it or not: it is seen through, so that it can be undone.
    private async Task<HdfsFileStatusProto?> CreateAsync(CreateRequestProto request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _context.Time);
        await using var hurry = cancellation.Register(() => patience.CancelAfter(CreationPatience));
        return await _nameNode.CreateAsync(request, patience.Token);
    }

    private static async Task RemoveQuietlyAsync(FileBeingWritten? file)
    {
        if (file is null)
            return;
        try
        {
            await file.RemoveAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // What kept the file from being created is thrown; nobody renews its lease, so the NameNode ends it.
        }
    }
}
