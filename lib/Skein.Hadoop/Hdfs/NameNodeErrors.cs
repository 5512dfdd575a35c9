using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs;

/// <summary>A NameNode's Java exceptions as the exceptions that <see cref="IFileSystem"/> promises.</summary>
internal static class NameNodeErrors
{
    /// <summary>Java class of an answer that asks for patience while earlier blocks of the file are being reported.</summary>
    public const string NotReplicatedYet = "NotReplicatedYetException";

    public static IOException Translate(string path, RemoteException error)
    {
        var said = FirstLine(error.Message);
        return error.SimpleName switch
        {
            "FileNotFoundException" => new FileNotFoundException($"{path}: not found: {said}", path, error),
            "AccessControlException" => Fault(FileSystemFault.AccessDenied, Lowered(said)),
            "FileAlreadyExistsException" => Fault(FileSystemFault.AlreadyExists, $"exists already: {said}"),
            "AlreadyBeingCreatedException" or "RecoveryInProgressException" =>
                Fault(FileSystemFault.LeaseLost, $"another client is writing it: {said}"),
            "LeaseExpiredException" => Fault(FileSystemFault.LeaseLost, $"this client's lease on it has ended: {said}"),
            "PathIsNotEmptyDirectoryException" => Fault(FileSystemFault.NotEmpty, "the directory is not empty"),
            "ParentNotDirectoryException" or "PathIsNotDirectoryException" =>
                Fault(FileSystemFault.WrongType, $"a file is where a directory is needed: {said}"),
            "NSQuotaExceededException" or "DSQuotaExceededException" or "QuotaByStorageTypeExceededException"
                or "QuotaExceededException" or "ClusterStorageCapacityExceededException" =>
                Fault(FileSystemFault.QuotaExceeded, $"a quota is used up: {said}; delete something or have the quota raised"),
            NotReplicatedYet => Fault(FileSystemFault.ContentLost, $"no DataNode reports the block before: {said}"),
            "UnknownCryptoProtocolVersionException" =>
                Fault(FileSystemFault.Unsupported, $"it lies in an encryption zone, which this client does not support: {said}"),
            "SafeModeException" => Fault(
                FileSystemFault.ReadOnly,
                $"the NameNode {error.Endpoint} is in safe mode and takes no changes; try again when it has left it: {said}"),
            // The class is a plain IOException: nothing but its text tells that there is no room.
            "IOException" when said.Contains("could only be written to", StringComparison.Ordinal)
                || said.Contains("could only be replicated to", StringComparison.Ordinal) =>
                Fault(FileSystemFault.NoSpace, $"no DataNode takes its data, HDFS is full or its DataNodes are down: {said}"),
            "IOException" => Fault(FileSystemFault.Other, said),
            var other => Fault(FileSystemFault.Other, $"{said} ({other} from the NameNode {error.Endpoint})"),
        };

        FileSystemException Fault(FileSystemFault fault, string reason) => new(fault, path, reason, error);
    }

    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }

    private static string Lowered(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
