using ObsControlPlane.Api.Hosting;

return await ServeCommand.RunAsync(args);
