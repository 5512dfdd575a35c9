using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>One DataNode of a pipeline with the storage that takes the replica.</summary>
internal sealed record PipelineNode(DatanodeInfoProto Info, StorageTypeProto StorageType, string StorageId);
