using System.Reflection;
using Google.Protobuf.Reflection;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Tests.Protocol;

/// <summary>Names and numbers that programs out there have compiled in.</summary>
public sealed class WireContractTests
{
    private const int FirstNumberOfOurOwn = 100;

    [Fact]
    public void Nothing_that_clients_of_skein_0_8_2_know_has_changed()
    {
        var frozen = ReadFrozen();
        Assert.True(frozen.Length > 250);
        Assert.Empty(frozen.Except(Describe()));
    }

    [Fact]
    public void What_they_do_not_know_has_numbers_of_its_own()
    {
        Assert.All(
            Describe().Except(ReadFrozen()).Where(line => line.StartsWith("field", StringComparison.Ordinal)),
            line => Assert.True(int.Parse(line.Split(' ')[2]) >= FirstNumberOfOurOwn, line));
    }

    [Theory]
    [InlineData(typeof(ApplicationMasterMethods), "AppMaster")]
    [InlineData(typeof(DriverMethods), "Driver")]
    public void Method_tables_name_every_procedure_with_its_messages(Type table, string service)
    {
        var declared = SkeinReflection.Descriptor.Services.Single(s => s.Name == service).Methods
            .Select(m => $"/skein.{service}/{m.Name} {m.InputType.ClrType.Name} {m.OutputType.ClrType.Name}");
        var named = table.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType.GetGenericTypeDefinition() == typeof(GrpcMethod<,>))
            .Select(p => $"{p.GetValue(null)} {string.Join(' ', p.PropertyType.GetGenericArguments().Select(t => t.Name))}");
        Assert.Equal(declared.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static string[] ReadFrozen() =>
        System.IO.File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Protocol", "contract.txt"));

    // One line per field, enum value and procedure; types as protobuf names them.
    private static IEnumerable<string> Describe()
    {
        var file = SkeinReflection.Descriptor;
        var fields = file.MessageTypes.SelectMany(WithNested).SelectMany(m => m.Fields.InDeclarationOrder()).Select(Describe);
        var values = file.EnumTypes
            .Concat(file.MessageTypes.SelectMany(WithNested).SelectMany(m => m.EnumTypes))
            .SelectMany(e => e.Values).Select(v => $"value {v.Number} {v.EnumDescriptor.FullName} {v.Name}");
        var procedures = file.Services.SelectMany(s => s.Methods).Select(
            m => $"rpc {m.FullName} {m.InputType.FullName} {m.OutputType.FullName}{(m.IsClientStreaming ? " stream" : "")}{(m.IsServerStreaming ? " stream" : "")}");
        return fields.Concat(values).Concat(procedures);
    }

    private static string Describe(FieldDescriptor field)
    {
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            _ => field.FieldType.ToString(),
        };
        return $"field {field.ContainingType.FullName}.{field.Name} {field.FieldNumber} {(field.IsRepeated ? "repeated " : "")}{type}"
            + (field.ContainingOneof is { } choice ? $" of {choice.Name}" : "");
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
