using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>What the settings choose, and what they refuse before anything runs.</summary>
public sealed class EmbeddingSetupTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("ocp-model-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Nothing_set_is_the_carried_model()
    {
        var settings = Models.Find().Settings;
        Assert.That(settings with { Weight = .5, Threshold = null }, Is.EqualTo(new ModelSettings("bge-small-en-v1.5")
        {
            Dimension = 384,
            MaxTokens = 512,
            Pooling = Pooling.Cls,
            QueryPrefix = "Represent this sentence for searching relevant passages: ",
            Weight = .5,
        }));
        Assert.That(settings.Weight, Is.InRange(.5, .8));
        Assert.That(settings.Threshold, Is.InRange(.4, .7));
        Assert.That(Models.Find(("Model", EmbeddingSettings.CarriedModel)).Settings, Is.EqualTo(settings));
        Assert.That(Models.Find(("Model", Models.Carried)).Settings, Is.EqualTo(settings));
    }

    [Test]
    public void A_folder_without_settings_is_used_as_most_models_are_and_the_section_goes_before()
    {
        Put("any.onnx", "x");
        Put("vocab.txt", "x");
        Assert.That(Models.Find(("Model", _folder + "/")).Settings, Is.EqualTo(new ModelSettings(Path.GetFileName(_folder))));
        Assert.That(
            Models.Find(("Model", _folder), ("Pooling", "CLS"), ("MaxTokens", "64"), ("QueryPrefix", "q: "), ("Weight", "0.25"), ("Dimensions", "7")).Settings,
            Is.EqualTo(new ModelSettings(Path.GetFileName(_folder)) { Pooling = Pooling.Cls, MaxTokens = 64, QueryPrefix = "q: ", Weight = .25, Dimension = 7 }));

        Put("model.json", """{"id": "mine", "max_tokens": 100, "query_prefix": "p ", "lower_case": false, "fusion": {"weight": 0.3, "threshold": 0.7}}""");
        Assert.That(
            Models.Find(("Model", _folder), ("QueryPrefix", "")).Settings,
            Is.EqualTo(new ModelSettings("mine") { MaxTokens = 100, LowerCase = false, Weight = .3, Threshold = .7 }), "an empty prefix is a prefix set");
    }

    [TestCase("Model", "no/such/folder", "neither a folder")]
    [TestCase("Model", "no-such-model", "bge-small-en-v1.5")]
    [TestCase("Pooling", "max", "mean, cls")]
    [TestCase("Pooling", "1", "mean, cls")]
    [TestCase("MaxTokens", "2", "3 to 8192")]
    [TestCase("Weight", "1.01", "from 0 to 1")]
    [TestCase("Weight", "NaN", "from 0 to 1")]
    [TestCase("Dimensions", "4097", "1 to 4096")]
    [TestCase("QueryCache", "-1", "0 to 100000")]
    [TestCase("LoadAtStart", "maybe", "true or false")]
    [TestCase("TimeoutMilliseconds", "99", "100 to 600000")]
    [TestCase("MaxCharacters", "15", "16 to 1000000")]
    [TestCase("Endpoint", "models.test/v1", "https://host/v1/embeddings")]
    [TestCase("Endpoint", "https://models.test/v1", "Embedding:Model")]
    public void A_value_that_cannot_be_meant_is_refused_with_its_name_and_a_remedy(string name, string value, string remedy) =>
        AssertRefused(() => Models.Find((name, value)), $"Embedding:{name}", remedy);

    [Test]
    public void An_endpoint_needs_the_length_of_its_vectors_and_no_password_in_its_address()
    {
        AssertRefused(() => Models.Read(("Endpoint", "https://models.test/v1"), ("Model", "m")), "Embedding:Endpoint", "Embedding:Dimensions");
        var refused = AssertRefused(() => Models.Read(("Endpoint", "https://me:secret@models.test/v1")), "Embedding:Endpoint", "Embedding:ApiKey");
        Assert.That(refused.ToString(), Does.Not.Contain("secret"));
    }

    [TestCase(new[] { "vocab.txt" }, "no *.onnx file")]
    [TestCase(new[] { "a.onnx", "b.onnx", "vocab.txt" }, "2 *.onnx files")]
    [TestCase(new[] { "a.onnx" }, "vocab.txt is missing")]
    public void A_folder_that_holds_no_model_is_refused(string[] files, string reason)
    {
        foreach (var file in files)
            Put(file, "x");
        AssertRefused(() => Models.Find(("Model", _folder)), "Embedding:Model", reason);
    }

    [Test]
    public void An_empty_model_is_refused()
    {
        Put("a.onnx", "");
        Put("vocab.txt", "x");
        AssertRefused(() => Models.Find(("Model", _folder)), "Embedding:Model", "a.onnx is missing or empty");
    }

    [TestCase("""{"max_token": 7}""")]
    [TestCase("""{"pooling": "max"}""")]
    [TestCase("""{"fusion": {"weight": 2}}""")]
    [TestCase("""{"max_tokens": 1}""")]
    [TestCase("nothing")]
    public void Settings_of_a_folder_that_cannot_be_meant_are_refused(string json)
    {
        Put("a.onnx", "x");
        Put("vocab.txt", "x");
        Put("model.json", json);
        AssertRefused(() => Models.Find(("Model", _folder)), "Embedding:Model", "model.json");
    }

    [Test]
    public void A_revision_changes_with_whatever_changes_a_vector_and_with_nothing_else()
    {
        Put("a.onnx", "x");
        Put("vocab.txt", "y");
        string Revision(params (string Name, string Value)[] settings) => Models.Find([("Model", _folder), .. settings]).ReadRevision();
        var standard = Revision();
        string[] revisions =
        [
            standard, Revision(("Pooling", "cls")), Revision(("MaxTokens", "255")), Revision(("QueryPrefix", "q")), Again("a.onnx", "z"), Again("vocab.txt", "z"),
        ];

        string Again(string file, string content)
        {
            Put(file, content);
            return Revision();
        }

        Assert.That(revisions, Is.Unique.And.All.Match("^[0-9a-f]{12}$"));
        Put("a.onnx", "x");
        Put("vocab.txt", "y");
        Assert.That(Revision(("Weight", "0.1"), ("QueryCache", "0")), Is.EqualTo(standard));
    }

    [Test]
    public async Task A_broken_model_lets_the_host_start_and_is_told()
    {
        Put("a.onnx", "this is no model");
        File.Copy(Path.Combine(Models.Carried, "vocab.txt"), Path.Combine(_folder, "vocab.txt"));
        await using var provider = Host(("Model", _folder));
        await StartAndStopAsync(provider);

        var embedder = provider.GetRequiredService<IEmbedder>();
        Assert.That(embedder.State, Is.EqualTo(EmbedderState.Failed));
        Assert.That(() => embedder.EmbedQueryAsync("disk", default), Throws.InstanceOf<StoreUnavailableException>().With.Property("IsTransient").False);
    }

    [Test]
    public async Task A_model_whose_vectors_are_not_as_long_as_said_is_told()
    {
        await using var provider = Host(("Dimensions", "383"));
        await StartAndStopAsync(provider);
        Assert.That(provider.GetRequiredService<IEmbedder>().State, Is.EqualTo(EmbedderState.Failed));
    }

    [TestCase("true", EmbedderState.Ready)]
    [TestCase("false", EmbedderState.Loading)]
    public async Task The_model_is_loaded_beside_the_start_or_when_it_is_used(string atStart, EmbedderState expected)
    {
        await using var provider = Host(("LoadAtStart", atStart));
        await StartAndStopAsync(provider);
        var embedder = provider.GetRequiredService<IEmbedder>();
        Assert.That(embedder.State, Is.EqualTo(expected));
        Assert.That(await embedder.EmbedDocumentAsync("disk full", default), Has.Length.EqualTo(384));
        Assert.That((embedder.State, embedder.Model!.Stamp.Id, embedder.Model.Dimension), Is.EqualTo((EmbedderState.Ready, "bge-small-en-v1.5", 384)));
    }

    [Test]
    public async Task None_turns_embeddings_off_whatever_else_is_there()
    {
        await using var provider = Host(services => services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new ScriptedGenerator((_, _) => Task.FromResult(new[] { 1f, 0f }))), ("Model", "None"));
        Assert.That(provider.GetRequiredService<IEmbedder>().Model, Is.Null);
    }

    [Test]
    public async Task A_generator_of_the_hosts_own_is_used_and_stays_its_own()
    {
        var generator = new ScriptedGenerator((_, _) => Task.FromResult(new[] { 0f, 2f }));
        var provider = Host(services => services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(generator), ("QueryPrefix", "q: "));
        var embedder = provider.GetRequiredService<IEmbedder>();
        Assert.That(await embedder.EmbedQueryAsync("disk", default), Is.EqualTo(new[] { 0f, 1f }));
        Assert.That((embedder.Model!.Stamp.Id, embedder.Model.Dimension, generator.Asked.Single()), Is.EqualTo(("scripted-model", 2, "q: disk")));
        await provider.DisposeAsync();
        Assert.That(generator.IsDisposed, Is.False);
    }

    [Test]
    public async Task Vectors_of_a_carried_model_can_be_asked_for_by_their_stamp()
    {
        await using var carried = Host();
        var stamp = carried.GetRequiredService<IEmbedder>().Model!.Stamp;
        await using var other = Host(("MaxTokens", "100"));
        var models = other.GetRequiredService<EmbeddingModels>();

        Assert.That(models.Current.Model.Stamp, Is.Not.EqualTo(stamp));
        Assert.That(models.ForStamp(models.Current.Model.Stamp), Is.SameAs(models.Current));
        var earlier = models.ForStamp(stamp)!;
        Assert.That(earlier.Model!.Stamp, Is.EqualTo(stamp));
        Assert.That(models.ForStamp(stamp), Is.SameAs(earlier));
        Assert.That(models.ForStamp(stamp with { Revision = "0123456789ab" }), Is.Null);
        Assert.That(models.ForStamp(stamp with { Id = "another" }), Is.Null);
    }

    private static StartupException AssertRefused(Action read, string setting, string remedy)
    {
        var refused = Assert.Throws<StartupException>(read)!;
        Assert.That(refused.ExitCode, Is.EqualTo(StartupException.Configuration));
        Assert.That(refused.Message, Does.Contain(setting).And.Contain(remedy));
        return refused;
    }

    private static ServiceProvider Host(params (string Name, string Value)[] settings) => Host(_ => { }, settings);

    private static ServiceProvider Host(Action<IServiceCollection> before, params (string Name, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        before(services);
        return services.AddEmbedding(Models.Section(settings)).BuildServiceProvider();
    }

    private static async Task StartAndStopAsync(ServiceProvider provider)
    {
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
            await service.StopAsync(default);
        }
    }

    private void Put(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
