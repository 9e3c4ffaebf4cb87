module "appliance" {
  source    = "./appliance"
  data_zone = "us-east-1a"
}
