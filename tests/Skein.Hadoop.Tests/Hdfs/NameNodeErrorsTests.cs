using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class NameNodeErrorsTests
{
    private static readonly HadoopEndpoint NameNode = new("nn", 8020, "fs.defaultFS");

    [Theory]
    [InlineData("org.apache.hadoop.security.AccessControlException", "Permission denied: user=a", FileSystemFault.AccessDenied)]
    [InlineData("org.apache.hadoop.fs.FileAlreadyExistsException", "/f exists", FileSystemFault.AlreadyExists)]
    [InlineData("org.apache.hadoop.fs.PathIsNotEmptyDirectoryException", "`/d is non empty': Directory is not empty", FileSystemFault.NotEmpty)]
    [InlineData("org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException", "held by x", FileSystemFault.LeaseLost)]
    [InlineData("org.apache.hadoop.hdfs.protocol.DSQuotaExceededException", "The DiskSpace quota is exceeded", FileSystemFault.QuotaExceeded)]
    [InlineData("org.apache.hadoop.hdfs.protocol.NSQuotaExceededException", "The NameSpace quota is exceeded", FileSystemFault.QuotaExceeded)]
    [InlineData("org.apache.hadoop.hdfs.server.namenode.NotReplicatedYetException", "Not replicated yet: /f", FileSystemFault.ContentLost)]
    [InlineData("org.apache.hadoop.hdfs.server.namenode.SafeModeException", "Name node is in safe mode", FileSystemFault.ReadOnly)]
    [InlineData("java.io.IOException", "File /f could only be written to 0 of the 1 minReplication nodes.", FileSystemFault.NoSpace)]
    [InlineData("java.io.IOException", "something else", FileSystemFault.Other)]
    [InlineData("org.example.Strange", "odd", FileSystemFault.Other)]
    public void Each_java_class_becomes_the_fault_that_callers_act_on(string className, string message, FileSystemFault expected)
    {
        var error = new RemoteException(className, message, null, NameNode);
        var fault = Assert.IsType<FileSystemException>(NameNodeErrors.Translate("/f", error));
        Assert.Equal(expected, fault.Fault);
        Assert.StartsWith("/f: ", fault.Message);
        Assert.Same(error, fault.InnerException);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        var error = new RemoteException("java.io.FileNotFoundException", "File does not exist: /f", null, NameNode);
        Assert.Equal("/f", Assert.IsType<FileNotFoundException>(NameNodeErrors.Translate("/f", error)).FileName);
    }

    [Fact]
    public void Only_the_first_line_is_shown()
    {
        var error = new RemoteException("java.io.IOException", "first.\nsecond", null, NameNode);
        Assert.Equal("/f: first", NameNodeErrors.Translate("/f", error).Message);
    }
}
