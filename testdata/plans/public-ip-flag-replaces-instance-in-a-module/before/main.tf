module "web" {
  source = "./web"
  public = false
}
