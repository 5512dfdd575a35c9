using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs;

/// <summary>The calls of <see cref="HdfsProtocols.NameNode"/>, named as Hadoop names them.</summary>
/// <remarks>
/// Errors of the NameNode are thrown as <see cref="FileSystems.IFileSystem"/> promises: <see cref="FileNotFoundException"/> or
/// <see cref="FileSystems.FileSystemException"/> with the path in front. A channel that knows several NameNodes makes this client
/// survive the loss of one.
/// </remarks>
public sealed class NameNodeClient
{
    private readonly IRpcChannel _channel;

    /// <param name="channel">A channel of <see cref="HdfsProtocols.NameNode"/>.</param>
    public NameNodeClient(IRpcChannel channel) => _channel = channel;

    /// <summary>Sizes that the NameNode recommends for new files.</summary>
    public async Task<FsServerDefaultsProto> GetServerDefaultsAsync(CancellationToken cancellation)
    {
        var response = await CallAsync(
            "/", "getServerDefaults", new GetServerDefaultsRequestProto(), GetServerDefaultsResponseProto.Parser, cancellation);
        return response.ServerDefaults;
    }

    /// <summary>The key that logins at DataNodes are encrypted with; null where DataNodes encrypt nothing.</summary>
    public async Task<DataEncryptionKeyProto?> GetDataEncryptionKeyAsync(CancellationToken cancellation)
    {
        var response = await CallAsync(
            "/", "getDataEncryptionKey", new GetDataEncryptionKeyRequestProto(), GetDataEncryptionKeyResponseProto.Parser, cancellation);
        return response.DataEncryptionKey;
    }

    /// <summary>Status of a file or directory; null if there is none.</summary>
    public async Task<HdfsFileStatusProto?> GetFileInfoAsync(string path, CancellationToken cancellation)
    {
        var response = await CallAsync(
            path, "getFileInfo", new GetFileInfoRequestProto { Src = path }, GetFileInfoResponseProto.Parser, cancellation);
        return response.Fs;
    }

    /// <summary>One page of a directory's entries, with their local names; null if there is no such path.</summary>
    /// <param name="path">A directory, or a file, which is its own only entry under an empty name.</param>
    /// <param name="startAfter">The last name of the page before; empty for the first page.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<DirectoryListingProto?> GetListingAsync(string path, ByteString startAfter, CancellationToken cancellation)
    {
        var request = new GetListingRequestProto { Src = path, StartAfter = startAfter, NeedLocation = false };
        var response = await CallAsync(path, "getListing", request, GetListingResponseProto.Parser, cancellation);
        return response.DirList;
    }

    /// <summary>Blocks that overlap a range of a file, with their DataNodes; null if there is no such file.</summary>
    public async Task<LocatedBlocksProto?> GetBlockLocationsAsync(
        string path, long offset, long length, CancellationToken cancellation)
    {
        var request = new GetBlockLocationsRequestProto { Src = path, Offset = (ulong)offset, Length = (ulong)length };
        var response = await CallAsync(path, "getBlockLocations", request, GetBlockLocationsResponseProto.Parser, cancellation);
        return response.Locations;
    }

    /// <summary>Creates a file and gives its lease to the request's client name. Null from NameNodes that send no status.</summary>
    public async Task<HdfsFileStatusProto?> CreateAsync(CreateRequestProto request, CancellationToken cancellation)
    {
        var response = await CallAsync(request.Src, "create", request, CreateResponseProto.Parser, cancellation);
        return response.Fs;
    }

    /// <summary>A new block at the end of a file being written.</summary>
    public async Task<LocatedBlockProto> AddBlockAsync(AddBlockRequestProto request, CancellationToken cancellation)
    {
        var response = await CallAsync(request.Src, "addBlock", request, AddBlockResponseProto.Parser, cancellation);
        return response.Block;
    }

    /// <summary>Gives back a block that nothing was written to.</summary>
    public Task AbandonBlockAsync(
        string path, string clientName, ulong fileId, ExtendedBlockProto block, CancellationToken cancellation)
    {
        var request = new AbandonBlockRequestProto { B = block, Src = path, Holder = clientName, FileId = fileId };
        return CallAsync(path, "abandonBlock", request, AbandonBlockResponseProto.Parser, cancellation);
    }

    /// <summary>A new generation stamp and token for a block whose pipeline is about to be replaced.</summary>
    public async Task<LocatedBlockProto> UpdateBlockForPipelineAsync(
        string path, string clientName, ExtendedBlockProto block, CancellationToken cancellation)
    {
        var request = new UpdateBlockForPipelineRequestProto { Block = block, ClientName = clientName };
        var response = await CallAsync(
            path, "updateBlockForPipeline", request, UpdateBlockForPipelineResponseProto.Parser, cancellation);
        return response.Block;
    }

    /// <summary>Tells the NameNode which DataNodes hold a block under its new generation stamp.</summary>
    public Task UpdatePipelineAsync(string path, UpdatePipelineRequestProto request, CancellationToken cancellation) =>
        CallAsync(path, "updatePipeline", request, UpdatePipelineResponseProto.Parser, cancellation);

    /// <summary>Ends a file; false as long as its last block has not been reported by enough DataNodes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clientName">The lease's holder.</param>
    /// <param name="fileId">The file's number.</param>
    /// <param name="last">The last block with its final length; null for an empty file.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<bool> CompleteAsync(
        string path, string clientName, ulong fileId, ExtendedBlockProto? last, CancellationToken cancellation)
    {
        var request = new CompleteRequestProto { Src = path, ClientName = clientName, Last = last, FileId = fileId };
        return (await CallAsync(path, "complete", request, CompleteResponseProto.Parser, cancellation)).Result;
    }

    /// <summary>Keeps the files that a client writes its own. A name without files is accepted.</summary>
    public Task RenewLeaseAsync(string clientName, CancellationToken cancellation) =>
        CallAsync("/", "renewLease", new RenewLeaseRequestProto { ClientName = clientName }, RenewLeaseResponseProto.Parser, cancellation);

    /// <summary>Makes a directory and its missing parents. Nothing changes if it exists.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="masked">Permission bits after the user's mask.</param>
    /// <param name="unmasked">Permission bits before it; they count where the parent has default ACL entries.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task MkdirsAsync(string path, int masked, int unmasked, CancellationToken cancellation)
    {
        var request = new MkdirsRequestProto
        {
            Src = path,
            Masked = Permission(masked),
            CreateParent = true,
            Unmasked = Permission(unmasked),
        };
        return CallAsync(path, "mkdirs", request, MkdirsResponseProto.Parser, cancellation);
    }

    /// <summary>Deletes a file or directory; false if there was none.</summary>
    public async Task<bool> DeleteAsync(string path, bool recursive, CancellationToken cancellation)
    {
        var request = new DeleteRequestProto { Src = path, Recursive = recursive };
        return (await CallAsync(path, "delete", request, DeleteResponseProto.Parser, cancellation)).Result;
    }

    /// <summary>Renames to the full new path.</summary>
    public Task Rename2Async(string source, string destination, bool overwrite, CancellationToken cancellation)
    {
        var request = new Rename2RequestProto { Src = source, Dst = destination, OverwriteDest = overwrite };
        return CallAsync($"{source} -> {destination}", "rename2", request, Rename2ResponseProto.Parser, cancellation);
    }

    /// <summary>Sets the permission bits; set-user-id and set-group-id are dropped by HDFS.</summary>
    public Task SetPermissionAsync(string path, int permission, CancellationToken cancellation)
    {
        var request = new SetPermissionRequestProto { Src = path, Permission = Permission(permission) };
        return CallAsync(path, "setPermission", request, SetPermissionResponseProto.Parser, cancellation);
    }

    /// <summary>Sets times in ms since the epoch; -1 keeps one.</summary>
    public Task SetTimesAsync(string path, long modified, long accessed, CancellationToken cancellation)
    {
        var request = new SetTimesRequestProto { Src = path, Mtime = (ulong)modified, Atime = (ulong)accessed };
        return CallAsync(path, "setTimes", request, SetTimesResponseProto.Parser, cancellation);
    }

    /// <summary>Permission bits as messages carry them.</summary>
    internal static FsPermissionProto Permission(int bits) => new() { Perm = (uint)bits };

    private async Task<T> CallAsync<T>(
        string path, string method, IMessage request, MessageParser<T> parser, CancellationToken cancellation)
        where T : IMessage<T>
    {
        try
        {
            return await _channel.CallAsync(method, request, parser, cancellation);
        }
        catch (RemoteException e)
        {
            throw NameNodeErrors.Translate(path, e);
        }
    }
}
