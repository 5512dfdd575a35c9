namespace Skein.Grpc.Tests;

/// <summary>The tests that share one Python environment.</summary>
[CollectionDefinition(nameof(PythonCollection))]
public sealed class PythonCollection : ICollectionFixture<PythonEnvironment>;
