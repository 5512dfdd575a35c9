namespace Skein.ApplicationMaster;

/// <summary>What <c>skein am</c> is told on its command line.</summary>
/// <param name="StagingDirectory">
/// Where the submitter staged the application's files, as <c>hdfs://…/.skein/application_…</c>; removed with the application's end.
/// </param>
public sealed record ApplicationMasterArguments(string StagingDirectory);
