using Skein.Hadoop.Logs.Java;

namespace Skein.Hadoop.Tests.Logs;

public sealed class JavaObjectReaderTests
{
    private const string Header = "aced0005";

    /// <summary>A serialisable class named X without fields and superclass.</summary>
    private const string PlainClass = "72" + "000158" + "0000000000000000" + "02" + "0000" + "78" + "70";

    private static object? Read(string hex) => JavaObjectReader.Read(Convert.FromHexString(hex));

    [Fact]
    public void Strings_and_null_are_read()
    {
        Assert.Null(Read(Header + "70"));
        Assert.Equal("a", Read(Header + "74000161"));
        Assert.Equal("a", Read(Header + "7c000000000000000161"));
    }

    [Fact]
    public void Fields_of_superclasses_come_first()
    {
        const string Super = "72000159" + "0000000000000000" + "02" + "0001" + "4a000173" + "78" + "70";
        const string Sub = "72000158" + "0000000000000000" + "02" + "0001" + "49000169" + "78" + Super;
        var value = Assert.IsType<JavaObject>(Read(Header + "73" + Sub + "0000000000000007" + "00000005"));
        Assert.Equal(7, value.Get<long>("s"));
        Assert.Equal(5, value.Get<long>("i"));
        Assert.Throws<InvalidDataException>(() => value.Get<string>("i"));
        Assert.Throws<InvalidDataException>(() => value.Get<long>("other"));
    }

    [Fact]
    public void Every_primitive_takes_its_own_size()
    {
        const string Fields = "42000162" + "43000163" + "44000164" + "46000166" + "4a00016a" + "5300017a" + "5a000179" + "490001ff";
        var type = "72000158" + "0000000000000000" + "02" + "0008" + Fields.Replace("0001ff", "000169") + "78" + "70";
        var values = "00" + "0000" + new string('0', 16) + new string('0', 8) + "0000000000000001" + "0000" + "00" + "00000002";
        var value = Assert.IsType<JavaObject>(Read(Header + "73" + type + values));
        Assert.Equal(1, value.Get<long>("j"));
        Assert.Equal(2, value.Get<long>("i"));
    }

    [Fact]
    public void An_array_holds_its_elements()
    {
        const string Type = "72" + "00025b4a" + "0000000000000000" + "02" + "0000" + "78" + "70";
        var value = Assert.IsType<JavaObject>(Read(Header + "75" + Type + "00000001" + "0000000000000009"));
        Assert.Equal([9L], value.Elements);
    }

    [Fact]
    public void An_object_that_holds_itself_is_read()
    {
        const string Type = "72000158" + "0000000000000000" + "02" + "0001" + "4c00016f" + "740001" + "58" + "78" + "70";
        var value = Assert.IsType<JavaObject>(Read(Header + "73" + Type + "71" + "007e0002"));
        Assert.Same(value, value.Get<JavaObject>("o"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aced")]
    [InlineData("aced0004" + "70")]
    [InlineData(Header)]
    [InlineData(Header + "00")] // No such kind.
    [InlineData(Header + "78")] // An end of nothing.
    [InlineData(Header + "7700")] // Raw bytes instead of an object.
    [InlineData(Header + PlainClass)] // A class instead of an object.
    [InlineData(Header + "71007e0000")] // A reference to what is not there.
    [InlineData(Header + "71007dffff")]
    [InlineData(Header + "7180000000")]
    [InlineData(Header + "7370")] // An object without a class.
    [InlineData(Header + "73740000")] // A string for a class.
    [InlineData(Header + "740005" + "61")] // A string that is cut off.
    [InlineData(Header + "7c7fffffffffffffff")]
    [InlineData(Header + "7cffffffffffffffff")]
    [InlineData(Header + "7a7fffffff")]
    [InlineData(Header + "7affffffff")]
    [InlineData(Header + "75" + "72" + "00025b4a" + "0000000000000000" + "02" + "0000" + "78" + "70" + "7fffffff")] // 2^31 - 1 longs.
    [InlineData(Header + "72000158" + "0000000000000000" + "02" + "ffff")] // 65,535 fields.
    [InlineData(Header + "73" + "72000158" + "0000000000000000" + "02" + "0000" + "78" + "71007e0000")] // Its own superclass.
    [InlineData(Header + "73" + "72000158" + "0000000000000000" + "04" + "0000" + "78" + "70")] // Externalizable.
    [InlineData(Header + "73" + "72000158" + "0000000000000000" + "02" + "0001" + "51000161" + "78" + "70" + "00")] // A type Q.
    [InlineData(Header + "7e" + PlainClass + "70")] // An enum without a name.
    [InlineData(Header + "7e" + PlainClass + "71007e0001")] // An enum named by itself.
    public void Hostile_streams_are_refused(string hex) => Assert.Throws<InvalidDataException>(() => Read(hex));

    [Fact]
    public void Nesting_is_bounded()
    {
        var superclasses = string.Concat(Enumerable.Repeat("72000158" + "0000000000000000" + "02" + "0000" + "78", 100_000));
        Assert.Contains("deep", Assert.Throws<InvalidDataException>(() => Read(Header + "73" + superclasses)).Message);
    }

    [Fact]
    public void A_chain_of_superclasses_by_reference_is_bounded()
    {
        // An array of objects, each of a class that names the class before it as its superclass.
        var stream = Header + "75" + "72" + "00025b4c" + "0000000000000000" + "02" + "0000" + "78" + "70" + "000003e8"
            + "73" + PlainClass;
        for (var i = 0; i < 999; i++)
            stream += "73" + "72000158" + "0000000000000000" + "02" + "0000" + "78" + "71" + (0x7e0002 + 2 * i).ToString("x8");
        Assert.Contains("superclasses", Assert.Throws<InvalidDataException>(() => Read(stream)).Message);
    }

    [Fact]
    public void What_is_made_of_a_stream_is_in_proportion_to_it()
    {
        const int Objects = 100_000;
        var stream = Header + "75" + "72" + "00025b4c" + "0000000000000000" + "02" + "0000" + "78" + "70" + Objects.ToString("x8")
            + "73" + PlainClass + string.Concat(Enumerable.Repeat("7371007e0002", Objects - 1));
        var bytes = Convert.FromHexString(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = Assert.IsType<JavaObject>(JavaObjectReader.Read(bytes));
        Assert.Equal(Objects, value.Elements.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20 * bytes.Length);
    }
}
