module "web" {
  source = "./web"
  public = true
}
